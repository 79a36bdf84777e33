use crate::{is_text, read_file, text_of, words_of, Peer};
use cedar_policy::{
    Authorizer, Context, Entities, EntityUid, PolicySet, Request, RestrictedExpression,
};

/// Each rule is a `forbid`; those that hold are the reasons of the answer. Attributes are in the
/// context, which is cheaper to make than entities.
pub struct Cedar {
    authorizer: Authorizer,
    policies: PolicySet,
    entities: Entities,
    uids: [EntityUid; 3],
    is_text: bool,
}

impl Cedar {
    pub fn load(folder: &str) -> Self {
        let uid = |text: &str| text.parse().expect("an entity");
        Self {
            authorizer: Authorizer::new(),
            policies: read_file(folder, "policy.cedar").parse().expect("a policy"),
            entities: Entities::empty(),
            uids: [
                uid(r#"User::"u""#),
                uid(r#"Action::"say""#),
                uid(r#"Chat::"c""#),
            ],
            is_text: is_text(folder),
        }
    }
}

impl Peer for Cedar {
    type Input = Request;

    fn read(&self, line: &str) -> Request {
        let context = if self.is_text {
            let text = RestrictedExpression::new_string(words_of(&text_of(line)));
            Context::from_pairs([("text".to_owned(), text)])
        } else {
            return self.request(Context::from_json_str(line, None).expect("a context"));
        };
        self.request(context.expect("a context"))
    }

    fn judge(&mut self, request: &Request) -> Vec<String> {
        let response = self
            .authorizer
            .is_authorized(request, &self.policies, &self.entities);
        // Policies are called policy0, policy1, … in the order of the file.
        let number = |id: &str| format!("r{}", &id["policy".len()..]);
        response
            .diagnostics()
            .reason()
            .map(|id| number(id.as_ref()))
            .collect()
    }
}

impl Cedar {
    fn request(&self, context: Context) -> Request {
        let [principal, action, resource] = self.uids.clone();
        Request::new(principal, action, resource, context, None).expect("a request")
    }
}
