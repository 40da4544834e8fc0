//! As much HTTP/1.1 as a load generator needs: prepared requests out, counted bodies in.

use crate::Failure;
use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// One keep-alive connection.
pub(crate) struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
    filled: usize,
    consumed: usize,
}

/// An answer whose bytes still lie in the connection's buffer.
pub(crate) struct Answer<'c> {
    /// The status code.
    pub(crate) status: u16,
    head: &'c [u8],
    /// The whole body.
    pub(crate) body: &'c [u8],
}

impl Connection {
    /// Connects to a port on the loopback interface.
    pub(crate) fn open(port: u16) -> Result<Self, Failure> {
        let stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_nodelay(true)?;
        // A server that hangs must end the run, not hang it.
        stream.set_read_timeout(Some(Duration::from_secs(20)))?;
        Ok(Self { stream, buffer: vec![0; 64 * 1024], filled: 0, consumed: 0 })
    }

    /// Sends one whole request.
    pub(crate) fn send(&mut self, request: &[u8]) -> Result<(), Failure> {
        Ok(self.stream.write_all(request)?)
    }

    /// From now on [`poll`](Self::poll) does not wait.
    pub(crate) fn never_wait(&self) -> Result<(), Failure> {
        Ok(self.stream.set_nonblocking(true)?)
    }

    /// Waits for the next answer.
    pub(crate) fn receive(&mut self) -> Result<Answer<'_>, Failure> {
        self.poll()?.ok_or_else(|| "the server does not answer".into())
    }

    /// The next answer, if it is there. Only bodies with a `content-length` are understood.
    pub(crate) fn poll(&mut self) -> Result<Option<Answer<'_>>, Failure> {
        self.buffer.copy_within(self.consumed..self.filled, 0);
        self.filled = self.filled.saturating_sub(self.consumed);
        self.consumed = 0;
        let frame = loop {
            match self.frame()? {
                Some(frame) => break frame,
                None if self.read_more()? => {}
                None => return Ok(None),
            }
        };
        self.consumed = frame.end;
        let whole = self.buffer.get(..frame.end).unwrap_or_default();
        let (head, body) = whole.split_at_checked(frame.head).unwrap_or_default();
        Ok(Some(Answer { status: frame.status, head, body }))
    }

    /// Where the answer ends that the buffer begins with, when all of it is there.
    fn frame(&mut self) -> Result<Option<Frame>, Failure> {
        let received = self.buffer.get(..self.filled).unwrap_or_default();
        let Some(end_of_head) = memchr::memmem::find(received, b"\r\n\r\n") else { return Ok(None) };
        let head = end_of_head.saturating_add(4);
        let (status, length) = framing(received.get(..head).unwrap_or_default())?;
        let end = head.saturating_add(length);
        if end > self.buffer.len() {
            self.buffer.resize(end, 0);
        }
        Ok((end <= self.filled).then_some(Frame { status, head, end }))
    }

    /// False when nothing came: at once on a connection that never waits, else after its time-out.
    fn read_more(&mut self) -> Result<bool, Failure> {
        let room = self.buffer.get_mut(self.filled..).unwrap_or_default();
        match self.stream.read(room) {
            Ok(0) if room.is_empty() => Err("an answer's head is larger than 64 KiB".into()),
            Ok(0) => Err("the server closed the connection".into()),
            Ok(count) => {
                self.filled = self.filled.saturating_add(count);
                Ok(true)
            }
            Err(error) if error.kind() == ErrorKind::WouldBlock => Ok(false),
            Err(error) => Err(error.into()),
        }
    }
}

/// One answer in the buffer.
struct Frame {
    status: u16,
    head: usize,
    end: usize,
}

impl Answer<'_> {
    /// The header fields in order, names in lower case.
    pub(crate) fn headers(&self) -> Vec<(String, String)> {
        let head = String::from_utf8_lossy(self.head);
        head.lines()
            .skip(1)
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
            .collect()
    }
}

/// Status code and body length.
fn framing(head: &[u8]) -> Result<(u16, usize), Failure> {
    let number = |bytes: &[u8]| std::str::from_utf8(bytes).ok().map(str::trim).map(str::to_owned);
    let status = head.get(9..12).and_then(number).ok_or("no status line")?.parse()?;
    const NAME: &[u8] = b"content-length:";
    let mut start = 0;
    for end in memchr::memchr_iter(b'\n', head) {
        let line = head.get(start..end).unwrap_or_default();
        if let Some((name, value)) = line.split_at_checked(NAME.len())
            && name.eq_ignore_ascii_case(NAME)
        {
            return Ok((status, number(value).ok_or("content-length is no number")?.parse()?));
        }
        start = end.saturating_add(1);
    }
    Err("an answer without content-length".into())
}

#[cfg(test)]
mod tests;
