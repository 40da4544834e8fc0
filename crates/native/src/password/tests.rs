use super::{stored::Unreadable as Unread, *};
use std::sync::{
    Mutex,
    atomic::{AtomicUsize, Ordering},
};

const PASSWORD: &str = "correct horse battery staple";

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<String>>>);

impl Logger for Lines {
    fn error(&self, code: &str, details: LogDetails<'_>) {
        self.0.lock().expect("no poison").push(format!("{code} {details}"));
    }
    fn warn(&self, _: &str, _: LogDetails<'_>) {}
    fn debug(&self, _: &str, _: LogDetails<'_>) {}
}

fn quiet() -> (Passwords, Lines) {
    let lines = Lines::default();
    (Passwords::new().logger(lines.clone()), lines)
}

#[tokio::test]
async fn a_hash_knows_its_password_and_no_other() {
    let (passwords, lines) = quiet();
    let hash = passwords.hash(PASSWORD).await.expect("hashed");
    assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
    assert_ne!(hash, passwords.hash(PASSWORD).await.expect("hashed"), "a salt of its own");
    assert!(passwords.verify(Some(&hash), Some(PASSWORD)).await.expect("checked"));
    assert!(!passwords.verify(Some(&hash), Some("correct horse battery stapl")).await.expect("checked"));
    assert!(!passwords.verify(None, Some(PASSWORD)).await.expect("checked"));
    assert_eq!(lines.0.lock().expect("no poison").len(), 0);
}

#[tokio::test]
async fn the_last_byte_of_the_longest_password_counts() {
    let (passwords, _) = quiet();
    let longest = "é".repeat(MAX_PASSWORD / 2);
    let hash = passwords.hash(&longest).await.expect("hashed");
    assert!(passwords.verify(Some(&hash), Some(&longest)).await.expect("checked"));
    let other = format!("{}ab", &longest[..MAX_PASSWORD - 2]);
    assert!(!passwords.verify(Some(&hash), Some(other)).await.expect("checked"), "nothing is cut");
}

#[tokio::test]
async fn what_cannot_be_a_password_is_refused_before_any_work() {
    // No place in the queue at all: whoever asks for work is told `Busy`.
    let (passwords, _) = quiet();
    let idle = Passwords { admitted: Arc::new(Semaphore::new(0)), ..passwords };
    for refused in ["", "a\0b", "\0", &"a".repeat(MAX_PASSWORD + 1), &"a".repeat(1 << 20)] {
        assert!(matches!(idle.hash(refused).await, Err(PasswordError::Refused)), "{} bytes", refused.len());
        assert!(matches!(idle.verify(None, Some(refused)).await, Ok(false)), "{} bytes", refused.len());
    }
    assert!(matches!(idle.verify(None, None::<&str>).await, Ok(false)));
    assert!(matches!(idle.verify(None, Some("a")).await, Err(PasswordError::Busy)), "the queue is what stops work");
}

#[tokio::test]
async fn s_055_a_stored_hash_that_cannot_be_read_is_no_and_one_line() {
    let (passwords, lines) = quiet();
    let good = passwords.hash(PASSWORD).await.expect("hashed");
    let (head, hash) = good.rsplit_once('$').expect("a hash");
    let rubbish = [
        (String::new(), Unread::Scheme),
        (good.replace("argon2id", "argon2ïd"), Unread::Ascii),
        (format!("{good}\u{1F600}"), Unread::Ascii),
        ("$2b$12$EXRkfkdmXn2gzds2SSitu.MW9.gAVqa9eLS1//RYtYCmB1eLHg.9q".to_owned(), Unread::Scheme),
        (
            "$scrypt$ln=16,r=8,p=1$aM15713r3Xsvxbi31lqr1Q$nFNh2CVHVjNldFVKDHDlm4CbdRSCdEBsjjJxD+iCs5E".to_owned(),
            Unread::Scheme,
        ),
        ("5f4dcc3b5aa765d61d8327deb882cf99".to_owned(), Unread::Scheme),
        (head.to_owned(), Unread::Cut),
        (format!("{head}$"), Unread::Cut),
        (good[..good.len() - 1].to_owned(), Unread::Cut),
        (good[..good.len() - 3].to_owned(), Unread::Cut),
        (good[..40].to_owned(), Unread::Cut),
        (good[..20].to_owned(), Unread::Cut),
        (format!("$argon2id$v=19$m=4294967295,t=2,p=1${}", &good[31..]), Unread::Cost),
        (format!("$argon2id$v=19$m=19456,t=4294967295,p=1${}", &good[31..]), Unread::Cost),
        (format!("$argon2id$v=19$m=x,t=2,p=1$c2FsdHNhbHRzYWx0${hash}"), Unread::Cut),
        ("$argon2id$".repeat(1 << 17), Unread::Long),
    ];
    for (stored, why) in rubbish {
        lines.0.lock().expect("no poison").clear();
        let shown: String = stored.chars().take(60).collect();
        // Where a PHC string is cut decides whether its base64 still reads.
        let found = Stored::read(&stored).err().map(|found| if found == Unread::Shape { Unread::Cut } else { found });
        assert_eq!(found, Some(why), "{shown}");
        assert!(!passwords.verify(Some(&stored), Some(PASSWORD)).await.expect("no error"), "{shown}");
        let lines = lines.0.lock().expect("no poison").clone();
        assert_eq!(lines.len(), 1, "{shown}: {lines:?}");
        assert!(lines[0].starts_with("PASSWORD_HASH_UNREADABLE "), "{lines:?}");
        assert!(!lines[0].contains(hash) && !lines[0].contains("m=4294967295"), "{lines:?}");
    }
}

#[test]
fn costs_below_every_recommendation_are_refused() {
    for (memory, passes, lanes) in
        [(19_455, 2, 1), (7_168, 4, 1), (46_000, 1, 1), (8, 100, 1), (1 << 20, 2, 1), (19_456, 2, 0)]
    {
        assert!(matches!(Passwords::new().cost(memory, passes, lanes), Err(PasswordError::Cost)), "{memory} {passes}");
    }
    for (memory, passes) in [(47_104, 1), (19_456, 2), (65_536, 3), (7_168, 5)] {
        assert!(Passwords::new().cost(memory, passes, 1).is_ok(), "{memory} {passes}");
    }
}

#[tokio::test]
async fn beyond_the_queue_the_answer_is_busy_and_the_limit_holds() {
    let (passwords, _) = quiet();
    let passwords = passwords.limits(2, 3);
    let (running, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let jobs = (0..12).map(|_| {
        let (passwords, running, most) = (passwords.clone(), running.clone(), most.clone());
        tokio::spawn(async move {
            let job = move || {
                most.fetch_max(running.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                std::thread::sleep(std::time::Duration::from_millis(30));
                running.fetch_sub(1, Ordering::SeqCst);
            };
            passwords.off_the_workers(job).await
        })
    });
    let mut busy = 0;
    for job in jobs.collect::<Vec<_>>() {
        busy += usize::from(matches!(job.await.expect("no panic"), Err(PasswordError::Busy)));
    }
    assert_eq!((busy, most.load(Ordering::SeqCst)), (7, 2));
    assert!(passwords.verify(None, Some("a")).await.is_ok(), "places are given back");
}

#[tokio::test]
async fn a_job_that_is_given_up_keeps_its_place_until_it_ends() {
    let (passwords, _) = quiet();
    let passwords = passwords.limits(1, 0);
    let (begun, end) = (tokio::sync::oneshot::channel(), std::sync::mpsc::channel::<()>());
    let job = passwords.clone();
    let (tell, wait) = (begun.0, end.1);
    let given_up = tokio::spawn(async move {
        job.off_the_workers(move || {
            let _ = tell.send(());
            let _ = wait.recv();
        })
        .await
    });
    begun.1.await.expect("begun");
    given_up.abort();
    let _ = given_up.await;
    assert!(matches!(passwords.verify(None, Some("a")).await, Err(PasswordError::Busy)));
    drop(end.0);
    while passwords.admitted.available_permits() == 0 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn no_salt_no_hash() {
    struct Broken;
    impl Rng for Broken {
        fn fill(&self, _: &mut [u8]) -> Result<(), RngError> {
            Err(RngError)
        }
    }
    let (passwords, _) = quiet();
    assert!(matches!(passwords.rng(Broken).hash(PASSWORD).await, Err(PasswordError::Random(_))));
}

#[tokio::test]
async fn work_happens_off_the_async_workers() {
    // One worker: it must stay free while a password is hashed.
    let (passwords, _) = quiet();
    let check = tokio::spawn(async move { passwords.verify(None, Some(PASSWORD)).await });
    let mut turns = 0_u32;
    while !check.is_finished() {
        tokio::task::yield_now().await;
        turns += 1;
    }
    assert!(turns > 100, "{turns}");
}
