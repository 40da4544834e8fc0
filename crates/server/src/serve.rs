//! Listening, and ending in order.

use axum::Router;
use std::{
    fmt,
    io::{self, ErrorKind},
    net::SocketAddr,
    time::Duration,
};
use tokio::{net::TcpListener, sync::watch};

/// How long requests that are under way may take once the server is told to stop.
const GRACE: Duration = Duration::from_secs(5);

/// Why the server cannot listen, and what to do.
#[derive(Debug)]
pub(crate) struct ListenError {
    address: SocketAddr,
    source: io::Error,
}

impl fmt::Display for ListenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let address = self.address;
        let remedy = match self.source.kind() {
            ErrorKind::AddrInUse => {
                write!(f, "another program already listens on {address}.")?;
                "End that program, or choose another port"
            }
            ErrorKind::PermissionDenied => {
                write!(f, "this user may not listen on {address}.")?;
                "Choose a port above 1023"
            }
            ErrorKind::AddrNotAvailable => {
                write!(f, "this machine does not have the address {}.", address.ip())?;
                "Give one that it has; a port alone means 127.0.0.1"
            }
            _ => {
                write!(f, "cannot listen on {address}: {}.", self.source)?;
                "Choose another address"
            }
        };
        let port = if address.port() == 4000 { 4001 } else { 4000 };
        write!(f, "\n{remedy}, for example: authwire --listen {port}\n(from a checkout: cargo run -- --listen {port})")
    }
}

impl std::error::Error for ListenError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}

/// Listens on this address.
pub(crate) async fn bind(address: SocketAddr) -> Result<TcpListener, ListenError> {
    TcpListener::bind(address).await.map_err(|source| ListenError { address, source })
}

/// Serves until Ctrl-C or SIGTERM. Requests under way are finished, but for those that take longer than [`GRACE`].
pub(crate) async fn until_stopped(listener: TcpListener, app: Router) -> io::Result<()> {
    let (stop, stopped) = watch::channel(false);
    tokio::spawn(async move {
        stop_signal().await;
        let _ = stop.send(true);
    });
    let stopping = |mut stopped: watch::Receiver<bool>| async move {
        let _ = stopped.wait_for(|stopped| *stopped).await;
    };
    let serving = axum::serve(listener, app).with_graceful_shutdown(stopping(stopped.clone()));
    tokio::select! {
        ended = async { serving.await } => ended,
        () = async { stopping(stopped).await; tokio::time::sleep(GRACE).await; } => Ok(()),
    }
}

#[cfg(unix)]
async fn stop_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        let _ = tokio::signal::ctrl_c().await;
        return;
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}

#[cfg(not(unix))]
async fn stop_signal() {
    let _ = tokio::signal::ctrl_c().await;
}
