//! JSON: values, types and the order of keys.
use super::volatile::{self, Pairs};
use serde_json::Value;

/// Where two values first differ, and what is there. `at` are the Unix times of the two answers.
pub(crate) fn difference(
    reference: &Value,
    subject: &Value,
    at: (i64, i64),
    pairs: &mut Pairs,
) -> Option<(String, String, String)> {
    let mut path = String::new();
    walk(reference, subject, at, pairs, &mut path).map(|(theirs, ours)| (path, theirs, ours))
}

fn walk(
    reference: &Value,
    subject: &Value,
    at: (i64, i64),
    pairs: &mut Pairs,
    path: &mut String,
) -> Option<(String, String)> {
    let differ = || Some((reference.to_string(), subject.to_string()));
    match (reference, subject) {
        (Value::Object(theirs), Value::Object(ours)) => {
            let keys = |object: &serde_json::Map<String, Value>| object.keys().cloned().collect::<Vec<_>>();
            if keys(theirs) != keys(ours) {
                return Some((format!("keys {:?}", keys(theirs)), format!("keys {:?}", keys(ours))));
            }
            for ((key, theirs), ours) in theirs.iter().zip(ours.values()) {
                let length = path.len();
                path.push('.');
                path.push_str(key);
                let found =
                    if is_claim(key) { claim(key, theirs, ours, at) } else { walk(theirs, ours, at, pairs, path) };
                if found.is_some() {
                    return found;
                }
                path.truncate(length);
            }
            None
        }
        (Value::Array(theirs), Value::Array(ours)) if theirs.len() == ours.len() => {
            for (index, (theirs, ours)) in theirs.iter().zip(ours).enumerate() {
                let length = path.len();
                path.push_str(&format!("[{index}]"));
                let found = walk(theirs, ours, at, pairs, path);
                if found.is_some() {
                    return found;
                }
                path.truncate(length);
            }
            None
        }
        (Value::String(theirs), Value::String(ours)) if volatile::same(theirs, ours, pairs) => None,
        // JavaScript has one kind of number: `1000.0` and `1e3` are `1000` to whoever reads them.
        (Value::Number(theirs), Value::Number(ours)) if theirs.as_f64() == ours.as_f64() => None,
        _ if reference == subject && !reference.is_object() && !reference.is_array() => None,
        _ => differ(),
    }
}

/// Claims that a token gets when it is made.
fn is_claim(key: &str) -> bool {
    matches!(key, "iat" | "exp" | "jti")
}

/// Times count from the answer, identifiers have a form.
fn claim(key: &str, reference: &Value, subject: &Value, at: (i64, i64)) -> Option<(String, String)> {
    if reference == subject {
        return None;
    }
    let same = match (reference, subject) {
        (Value::Number(theirs), Value::Number(ours)) if key != "jti" => {
            let left = |number: &serde_json::Number, at: i64| number.as_i64().and_then(|time| time.checked_sub(at));
            left(theirs, at.0).zip(left(ours, at.1)).is_some_and(|(theirs, ours)| volatile::near(theirs, ours))
        }
        (Value::String(theirs), Value::String(ours)) => {
            key == "jti" && volatile::is_uuid4(theirs) && volatile::is_uuid4(ours)
        }
        _ => false,
    };
    (!same).then(|| (reference.to_string(), subject.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn differs(reference: &Value, subject: &Value) -> bool {
        difference(reference, subject, (1000, 1001), &mut Pairs::default()).is_some()
    }

    #[test]
    fn order_type_and_presence_count() {
        let parse = |text: &str| serde_json::from_str::<Value>(text).unwrap();
        assert!(differs(&parse(r#"{"a":1,"b":2}"#), &parse(r#"{"b":2,"a":1}"#)));
        assert!(differs(&json!({"a": 1}), &json!({"a": "1"})));
        assert!(differs(&json!({"a": null}), &json!({})));
        assert!(differs(&json!([1]), &json!([1, 1])));
        assert!(!differs(&json!({"a": [1, null]}), &json!({"a": [1, null]})));
    }

    #[test]
    fn claims_count_from_the_answer() {
        let token = |iat: i64, exp: i64, jti: &str| json!({"iat": iat, "exp": exp, "jti": jti});
        let (a, b) = ("907af4bc-0fe3-49a4-bf50-72e28f613686", "107af4bc-0fe3-49a4-bf50-72e28f613686");
        assert!(!differs(&token(1000, 4600, a), &token(1001, 4601, b)));
        assert!(differs(&token(1000, 4600, a), &token(1001, 8201, b)));
        assert!(differs(&token(1000, 4600, a), &token(1001, 4601, "1")));
    }
}
