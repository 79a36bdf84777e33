use crate::{read_file, Peer};
use regorus::languages::rego::compiler::Compiler;
use regorus::rvm::vm::RegoVM;
use regorus::{Engine, Rc, Value};

/// Rego compiled for regorus's virtual machine, which is its quickest form.
pub struct Regorus {
    vm: RegoVM,
}

impl Regorus {
    pub fn load(folder: &str) -> Self {
        let mut engine = Engine::new();
        engine
            .add_policy("policy.rego".into(), read_file(folder, "policy.rego"))
            .expect("a policy");
        let entry: Rc<str> = Rc::from("data.peers.fired");
        let compiled = engine.compile_with_entrypoint(&entry).expect("a policy");
        let program = Compiler::compile_from_policy(&compiled, &[entry.as_ref()]).expect("code");
        let mut vm = RegoVM::new_with_policy(compiled);
        vm.load_program(program);
        if let Ok(phrases) = std::fs::read_to_string(format!("{folder}/phrases.json")) {
            let data = format!(r#"{{"phrases":{phrases}}}"#);
            vm.set_data(Value::from_json_str(&data).expect("JSON"))
                .expect("data");
        }
        Self { vm }
    }
}

impl Peer for Regorus {
    type Input = Value;

    fn read(&self, line: &str) -> Value {
        Value::from_json_str(line).expect("JSON")
    }

    fn judge(&mut self, input: &Value) -> Vec<String> {
        self.vm.set_input(input.clone());
        let fired = self.vm.execute().expect("a value");
        let names = fired.as_set().expect("a set").iter();
        names
            .map(|name| name.as_string().expect("a name").to_string())
            .collect()
    }
}
