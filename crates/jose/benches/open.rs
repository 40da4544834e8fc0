//! What a request pays for its session token, and what making one costs.
#![allow(missing_docs, clippy::unwrap_used)]

use std::hint::black_box;

use authwire_jose::{Keyring, Secret, claims};
use criterion::{Criterion, criterion_group, criterion_main};
use serde_json::{Map, Value, json};

const NOW: i64 = 1_700_000_000;
const TOKEN_LENGTH: usize = 640;

/// The claims of a usual session, with a role long enough that the token has 640 characters.
fn token(keyring: &Keyring) -> (Vec<u8>, String) {
    let mut filler = String::new();
    loop {
        let claims: Map<String, Value> = serde_json::from_value(json!({
            "name": "Jane Doe", "email": "jane@example.com",
            "picture": "https://avatars.githubusercontent.com/u/12345678?v=4", "sub": "12345678",
            "role": "admin", "organisation": filler,
        }))
        .unwrap();
        let stamp = claims::Stamp { now: NOW, max_age: 2_592_000, jti: "11111111-1111-4111-8111-111111111111" };
        let plaintext = claims::write(&claims, &stamp).unwrap();
        let token = keyring.seal(&plaintext, &[7; 16]).unwrap();
        if token.len() >= TOKEN_LENGTH {
            return (plaintext, token);
        }
        filler.push('x');
    }
}

fn bench(criterion: &mut Criterion) {
    let secrets = [Secret::from("a secret of the usual length, 44 characters.")];
    let v4 = Keyring::v4(&secrets, "").unwrap();
    let v5 = Keyring::v5(&secrets, "authjs.session-token").unwrap();
    let rules = claims::Rules::at(NOW);

    for (profile, keyring) in [("v4", &v4), ("v5", &v5)] {
        let (plaintext, token) = token(keyring);
        let mut group = criterion.benchmark_group(format!("{profile}, {} characters", token.len()));
        group.bench_function("open", |bencher| {
            bencher.iter(|| keyring.open(black_box(&token)).unwrap());
        });
        group.bench_function("open, parse, check", |bencher| {
            bencher.iter(|| {
                let opened = keyring.open(black_box(&token)).unwrap();
                let claims = claims::parse(&opened).unwrap();
                claims::check(&claims, &rules).unwrap();
                claims
            });
        });
        group.bench_function("seal", |bencher| {
            bencher.iter(|| keyring.seal(black_box(&plaintext), &[7; 16]).unwrap());
        });
        group.finish();
    }

    let (plaintext, _) = token(&v4);
    criterion.bench_function("parse", |bencher| {
        bencher.iter(|| claims::parse(black_box(&plaintext)).unwrap());
    });
    let dots = ".".repeat(1_000_000);
    criterion.bench_function("refuse 10^6 dots", |bencher| {
        bencher.iter(|| v4.open(black_box(&dots)).unwrap_err());
    });
    let widest = ".".repeat(authwire_jose::MAX_TOKEN_LENGTH);
    criterion.bench_function("refuse dots at the size cap", |bencher| {
        bencher.iter(|| v4.open(black_box(&widest)).unwrap_err());
    });
}

criterion_group!(benches, bench);
criterion_main!(benches);
