use crate::{is_text, read_file, text_of, words_of, Peer};
use cel::{Context, Program, Value};

/// The crate `cel`, which was `cel-interpreter`: expressions parsed once.
pub struct Cel {
    programs: Vec<Program>,
    is_text: bool,
}

impl Cel {
    pub fn load(folder: &str) -> Self {
        let policy = read_file(folder, "policy.cel");
        let compile = |line| Program::compile(line).expect("an expression");
        Self {
            programs: policy.lines().map(compile).collect(),
            is_text: is_text(folder),
        }
    }
}

impl Peer for Cel {
    type Input = Context<'static, 'static>;

    fn read(&self, line: &str) -> Self::Input {
        let mut context = Context::default();
        if self.is_text {
            context.add_variable_from_value("text", words_of(&text_of(line)));
        } else {
            let value: serde_json::Value = serde_json::from_str(line).expect("JSON");
            for (name, record) in value.as_object().expect("an object") {
                context
                    .add_variable(name.as_str(), record)
                    .expect("a variable");
            }
        }
        context
    }

    fn judge(&mut self, context: &Self::Input) -> Vec<String> {
        let fires =
            |program: &Program| program.execute(context).expect("a value") == Value::Bool(true);
        let fired = self
            .programs
            .iter()
            .enumerate()
            .filter(|(_, program)| fires(program));
        fired.map(|(index, _)| format!("r{index}")).collect()
    }
}
