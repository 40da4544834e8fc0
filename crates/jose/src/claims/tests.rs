use serde_json::{Map, Value, json};

use super::{ClaimsError, MAX_BYTES, MAX_DEPTH, Rules, Stamp, check, parse, write};

const NOW: i64 = 1_700_000_000;

fn claims(value: Value) -> Map<String, Value> {
    serde_json::from_value(value).unwrap()
}

fn stamped(claims: Map<String, Value>) -> String {
    let fresh = Stamp { now: NOW, max_age: 60, jti: "fresh" };
    String::from_utf8(write(&claims, &fresh).unwrap()).unwrap()
}

#[test]
fn new_stamps_follow_at_the_end() {
    assert_eq!(stamped(claims(json!({"sub": "1"}))), r#"{"sub":"1","iat":1700000000,"exp":1700000060,"jti":"fresh"}"#);
}

#[test]
fn old_stamps_are_overwritten_where_they_are() {
    assert_eq!(
        stamped(claims(json!({"jti": 1, "sub": "1", "exp": null, "iat": "x", "z": 0}))),
        r#"{"jti":"fresh","sub":"1","exp":1700000060,"iat":1700000000,"z":0}"#
    );
}

#[test]
fn an_expiry_past_all_time_saturates() {
    for (max_age, exp) in [(i64::MAX, i64::MAX), (i64::MIN, i64::MIN + NOW)] {
        let far = Stamp { now: NOW, max_age, jti: "" };
        let written = parse(&write(&Map::new(), &far).unwrap()).unwrap();
        assert_eq!(written["exp"], exp);
    }
}

#[test]
fn parsing_agrees_with_serde_json_on_what_is_allowed() {
    let text = r#" {"a":[1,-2,3.5,1e21,-0.0,18446744073709551615,18446744073709551616,true,null],
        "b":{"":{}},"c":"\u00e9\ud83e\udd80\n","é":[[]]} "#;
    let expected: Map<String, Value> = serde_json::from_str(text).unwrap();
    let parsed = parse(text.as_bytes()).unwrap();
    assert_eq!(parsed, expected);
    assert!(parsed.keys().eq(expected.keys()));
}

#[test]
fn what_is_not_one_object_is_refused() {
    for text in ["[]", "1", r#""x""#, "null", "true"] {
        assert_eq!(parse(text.as_bytes()), Err(ClaimsError::NotAnObject), "{text}");
    }
    for text in [
        "",
        " ",
        "{",
        "{}x",
        "{}{}",
        "{,}",
        r#"{"a"}"#,
        r#"{"a":1,}"#,
        r#"{"a":01}"#,
        r#"{"a":1e400}"#,
        r#"{"a":-1e400}"#,
        r#"{"a":"\ud800"}"#,
        "{\"a\":\"\n\"}",
        "{'a':1}",
        "\u{feff}{}",
        "/**/{}",
    ] {
        assert_eq!(parse(text.as_bytes()), Err(ClaimsError::Syntax), "{text}");
    }
    assert_eq!(parse(b"{\"a\":\"\xff\"}"), Err(ClaimsError::Syntax));
}

#[test]
fn members_named_twice_are_refused_however_spelled() {
    for text in [
        r#"{"sub":"1","sub":"1"}"#,
        r#"{"sub":"1","s\u0075b":"2"}"#,
        r#"{"a":[{"b":{"c":1,"d":2,"c":3}}]}"#,
        r#"{"":1,"":1}"#,
    ] {
        assert_eq!(parse(text.as_bytes()), Err(ClaimsError::Duplicate), "{text}");
    }
    assert!(parse(br#"{"a":{"b":1},"b":{"b":2}}"#).is_ok());
}

#[test]
fn depth_and_length_have_limits() {
    let nested = |depth: usize| format!("{}1{}", r#"{"a":"#.repeat(depth), "}".repeat(depth));
    assert!(parse(nested(usize::from(MAX_DEPTH)).as_bytes()).is_ok());
    assert_eq!(parse(nested(usize::from(MAX_DEPTH) + 1).as_bytes()), Err(ClaimsError::TooDeep));
    let long = |len: usize| format!(r#"{{"a":"{}"}}"#, "x".repeat(len - 8));
    assert!(parse(long(MAX_BYTES).as_bytes()).is_ok());
    assert_eq!(parse(long(MAX_BYTES + 1).as_bytes()), Err(ClaimsError::TooLong));
}

#[test]
fn skew_within_the_tolerance_is_forgiven() {
    let rules = Rules::at(NOW);
    for skew in [-10, -14, 0, 10] {
        assert_eq!(check(&claims(json!({"exp": NOW + skew})), &rules), Ok(()));
        assert_eq!(check(&claims(json!({"nbf": NOW - skew})), &rules), Ok(()));
    }
    for by in [15, 16, 120] {
        assert_eq!(check(&claims(json!({"exp": NOW - by})), &rules), Err(ClaimsError::Expired { by }));
    }
    assert_eq!(check(&claims(json!({"nbf": NOW + 15})), &rules), Ok(()));
    for by in [16, 120] {
        assert_eq!(check(&claims(json!({"nbf": NOW + by})), &rules), Err(ClaimsError::NotYetValid { by }));
    }
}

#[test]
fn an_expiry_can_be_required_and_limited() {
    let strict = Rules { require_exp: true, latest_exp: Some(NOW + 100), ..Rules::at(NOW) };
    assert_eq!(check(&Map::new(), &Rules::at(NOW)), Ok(()));
    for (exp, answer) in [
        (json!({}), Err(ClaimsError::MissingExp)),
        (json!({"exp": NOW + 100}), Ok(())),
        (json!({"exp": NOW + 101}), Err(ClaimsError::TooFar { by: 1 })),
        (json!({"exp": 1_700_000_100.5}), Err(ClaimsError::TooFar { by: 1 })),
        (json!({"exp": u64::MAX}), Err(ClaimsError::TooFar { by: i64::MAX - NOW - 100 })),
        (json!({"exp": 1e300}), Err(ClaimsError::TooFar { by: i64::MAX - NOW - 100 })),
    ] {
        assert_eq!(check(&claims(exp.clone()), &strict), answer, "{exp}");
    }
}

#[test]
fn times_must_be_numbers_from_zero_on() {
    let rules = Rules::at(NOW);
    for claim in ["iat", "nbf", "exp"] {
        for value in [json!("1700000060"), json!(true), json!(null), json!({}), json!([1])] {
            let claims = Map::from_iter([(claim.to_owned(), value)]);
            assert_eq!(check(&claims, &rules), Err(ClaimsError::NotANumber(claim)));
        }
        for value in [json!(-1), json!(i64::MIN), json!(-0.5), json!(-1e300)] {
            let claims = Map::from_iter([(claim.to_owned(), value)]);
            assert_eq!(check(&claims, &rules), Err(ClaimsError::Negative(claim)));
        }
    }
    assert_eq!(check(&claims(json!({"iat": i64::MAX})), &rules), Ok(()));
}

#[test]
fn clocks_at_the_end_of_time_do_not_overflow() {
    for now in [i64::MIN, i64::MAX] {
        let rules = Rules { tolerance: i64::MAX, ..Rules::at(now) };
        for time in [0, i64::MAX] {
            let _ = check(&claims(json!({"exp": time, "nbf": time})), &rules);
        }
    }
}

#[test]
fn a_number_is_the_same_after_every_renewal() {
    for text in
        ["-2.6350186555646358e-8", "-4.5685526286251845e-115", "0.9528238005004823", "1.4613928156904878e-77", "5e-324"]
    {
        let claims = parse(format!(r#"{{"a":{text}}}"#).as_bytes()).unwrap();
        let number = claims.get("a").and_then(Value::as_f64).unwrap();
        assert_eq!(number.to_bits(), text.parse::<f64>().unwrap().to_bits(), "{text}");
        assert_eq!(serde_json::to_string(&claims).unwrap(), format!(r#"{{"a":{text}}}"#));
    }
}
