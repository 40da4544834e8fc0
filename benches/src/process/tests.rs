use super::*;
use std::time::{Duration, Instant};

#[test]
fn the_list_of_cores_is_read() {
    assert_eq!(allowed("0-2,5,7-8"), [0, 1, 2, 5, 7, 8]);
    assert_eq!(allowed("3"), [3]);
}

#[test]
#[cfg(target_os = "linux")]
fn processor_time_and_memory_are_those_of_the_child() {
    let busy = r#"echo '{"port":1}'; while :; do :; done"#;
    let process = Process::start(&Cores(None), "sh", &["-c", busy], &[], "").unwrap();
    assert_eq!(process.port().unwrap(), 1);
    let start = Instant::now();
    // However little of a shared machine the child gets, it gets some.
    while process.cpu().unwrap() < 0.05 {
        assert!(start.elapsed() < Duration::from_secs(30), "a busy loop has cost nothing");
        std::thread::sleep(Duration::from_millis(20));
    }
    let memory = process.memory().unwrap();
    assert!(memory.resident > 100_000.0 && memory.peak >= memory.resident);
}

#[test]
fn a_server_that_does_not_start_is_an_error() {
    assert!(Process::start(&Cores(None), "sh", &["-c", "exit 3"], &[], "").is_err());
}
