use authwire_jose::claims::{self, Rules};
use authwire_jose::{Keyring, OpenError, Secret};
use serde_json::Value;

struct Vectors(Value);

impl Vectors {
    fn read() -> Self {
        Self(serde_json::from_str(include_str!("../vectors/vectors.json")).unwrap())
    }

    fn each(&self, list: &str, run: impl Fn(&str, &Value)) {
        let list = self.0[list].as_array().unwrap();
        assert!(list.len() > 20);
        for vector in list {
            let name = ["name", "claims"].iter().find_map(|key| vector[key].as_str());
            run(name.unwrap(), vector);
        }
    }

    fn now(&self) -> i64 {
        self.0["now"].as_i64().unwrap()
    }
}

fn keyring(vector: &Value) -> Keyring {
    let secrets = vector["secrets"].as_array().unwrap().iter();
    let secrets: Vec<Secret> = secrets.map(|name| name.as_str().unwrap().into()).collect();
    let salt = vector["salt"].as_str().unwrap();
    match vector["profile"].as_str().unwrap() {
        "v4" => Keyring::v4(&secrets, salt).unwrap(),
        _ => Keyring::v5(&secrets, salt).unwrap(),
    }
}

#[test]
fn tokens_of_the_javascript_libraries_open() {
    let vectors = Vectors::read();
    vectors.each("sealed", |name, vector| {
        let plaintext =
            keyring(vector).open(vector["token"].as_str().unwrap()).unwrap_or_else(|error| panic!("{name}: {error}"));
        let expected = vector["claims"].as_str().unwrap();
        assert_eq!(plaintext, expected.as_bytes(), "{name}");
        let claims = claims::parse(&plaintext).unwrap();
        claims::check(&claims, &Rules::at(vectors.now())).unwrap();
    });
}

#[test]
fn variants_no_library_writes_are_refused() {
    Vectors::read().each("refused", |name, vector| {
        let error = keyring(vector).open(vector["token"].as_str().unwrap()).expect_err(name);
        let expected = match name {
            "A128CBC-HS256" | "A128GCM" => OpenError::Algorithm,
            "zip" | "typ" | "cty" | "kid" | "v5 zip" | "v5 typ" => OpenError::Member,
            "A256KW" | "A256GCMKW" | "PBES2" | "encrypted key" | "v5 key wrap" => OpenError::EncryptedKey,
            "JWS" => OpenError::Segments,
            "padding" | "standard alphabet" | "trailing bits" | "newline" => OpenError::Encoding,
            _ => OpenError::Refused,
        };
        assert_eq!(error, expected, "{name}");
    });
}

/// Where this crate is stricter than next-auth 4: times nobody means, numbers no double holds,
/// and members named twice.
const STRICTER: [&str; 6] = [
    r#"{"nbf":-1}"#,
    r#"{"iat":-1}"#,
    r#"{"iat":1e400}"#,
    r#"{"exp":1e400}"#,
    r#"{"sub":"1","sub":"2"}"#,
    r#"{"a":{"b":1,"b":2}}"#,
];

#[test]
fn expiry_edges_answer_as_next_auth_does() {
    let vectors = Vectors::read();
    let keyring = super::v4("");
    vectors.each("edges", |name, vector| {
        let plaintext = keyring.open(vector["token"].as_str().unwrap()).unwrap();
        assert_eq!(plaintext, name.as_bytes());
        let answer = claims::parse(&plaintext).and_then(|claims| claims::check(&claims, &Rules::at(vectors.now())));
        let expected = vector["ok"].as_bool().unwrap();
        if STRICTER.contains(&name) {
            assert!(expected && answer.is_err(), "{name}");
        } else {
            assert_eq!(answer.is_ok(), expected, "{name}: {answer:?}");
        }
    });
}

#[test]
fn sealing_with_a_known_iv_gives_the_very_token_of_next_auth() {
    assert_eq!(
        super::v4("").seal(super::JANE, &super::IV).unwrap(),
        "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..AAECAwQFBgcICQoL.D9w7kt5B9FSTu43QNxtDKaYlEN_T\
         rBxBAPPUTEKH-SEfonToYlsqjYVWfRlKHHpKYzoA1RR9AYetG7mo0Lhoyc8PHDe3CUNK8TklWCKgHwXWrSY9ff__w\
         SXu3A2ndv5XxFyqf5w4nCsLJcCM9RlZc1J5nawiulgmqSrXYUBoTzcJCA4Ezy2Nd12Z-1bsNmXz82Gj.u-30BcxDP\
         JIfNhhrF8zYfQ"
    );
    let state = br#"{"value":"STATEVALUE","provider":"github","iat":1700000000,"exp":4102444800,"jti":"11111111-1111-4111-8111-111111111111"}"#;
    assert_eq!(
        super::v4("next-auth.state").seal(state, &super::IV).unwrap(),
        "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..AAECAwQFBgcICQoL.Ok34yc9nAVmXCMqvkNvpOfsbh2kd\
         4y_-IRwHDYJMZH9s0SMsq8LkmZVn9ZsYGj2F6l4ey4w8p44M0p8f_4t1zHUvWTQjcZtunWF1mzAknb4wjHWZgTHkI\
         eDd65nSzIOI6v6yUtjYPDp57FH2YAnr6PB6mLgO74V5pA.eMHRvgNItE35OYLoEnCcpg"
    );
}
