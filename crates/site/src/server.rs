//! A small server of static files on 127.0.0.1, for `serve` and for the browser step.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;

/// What a page of the site may load and run: sent as a header here, and written in every page for
/// servers that send none.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self' https://play.rust-lang.org; base-uri 'self'; form-action 'none'";

/// The address of the stream that makes pages reload.
const RELOAD: &str = "/__reload";
/// Added to each page by `serve`, and by nothing else; the pages' policy forbids inline scripts.
const SCRIPT: &str = "<script src=\"/__reload.js\"></script>";
const RELOAD_SCRIPT: &str = "new EventSource('/__reload').onmessage = () => location.reload();\n";

/// A folder that is served until the program ends.
#[derive(Clone)]
pub struct Server {
    root: Arc<PathBuf>,
    /// Counts rebuilds; pages reload when it grows. `None`: pages are served as they are.
    rebuilt: Option<Arc<AtomicU64>>,
}

impl Server {
    /// Serves `root` as it is.
    pub fn plain(root: PathBuf) -> Server {
        Server {
            root: Arc::new(root),
            rebuilt: None,
        }
    }

    /// Serves `root`; pages reload when the counter grows.
    pub fn live(root: PathBuf, rebuilt: Arc<AtomicU64>) -> Server {
        Server {
            root: Arc::new(root),
            rebuilt: Some(rebuilt),
        }
    }

    /// Starts to listen on a port (0: any free one) and returns the address.
    pub fn start(&self, port: u16) -> std::io::Result<SocketAddr> {
        let listener = TcpListener::bind(("127.0.0.1", port))?;
        let address = listener.local_addr()?;
        let server = self.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let server = server.clone();
                std::thread::spawn(move || {
                    let _ = server.answer(stream);
                });
            }
        });
        Ok(address)
    }

    fn answer(&self, mut stream: TcpStream) -> std::io::Result<()> {
        stream.set_read_timeout(Some(Duration::from_secs(10)))?;
        // A request of a browser is short; the rest of a longer one is not read.
        let mut lines = BufReader::new((&stream).take(8 * 1024)).lines();
        let request = lines.next().unwrap_or(Ok(String::new()))?;
        let heads: Vec<String> = lines
            .map_while(Result::ok)
            .take_while(|l| !l.is_empty())
            .collect();
        let squeezed = heads.iter().any(|head| {
            let head = head.to_ascii_lowercase();
            head.starts_with("accept-encoding:") && head.contains("gzip")
        });
        let mut words = request.split_whitespace();
        let (method, target) = (words.next().unwrap_or(""), words.next().unwrap_or("/"));
        if !matches!(method, "GET" | "HEAD") {
            return write(
                &mut stream,
                method,
                "405 Method Not Allowed",
                "text/plain",
                b"only GET and HEAD\n",
            );
        }
        if let (RELOAD, Some(rebuilt)) = (target, &self.rebuilt) {
            return events(&mut stream, rebuilt);
        }
        if target == "/__reload.js" && self.rebuilt.is_some() {
            return write(
                &mut stream,
                method,
                "200 OK",
                "text/javascript",
                RELOAD_SCRIPT.as_bytes(),
            );
        }
        match self.file(target) {
            Some((kind, body)) if squeezed && !kind.starts_with("font/") => {
                let kind = format!("{kind}\r\nContent-Encoding: gzip");
                write(&mut stream, method, "200 OK", &kind, &gzip(&body)?)
            }
            Some((kind, body)) => write(&mut stream, method, "200 OK", kind, &body),
            None => write(
                &mut stream,
                method,
                "404 Not Found",
                "text/html; charset=utf-8",
                &self.not_found(),
            ),
        }
    }

    fn not_found(&self) -> Vec<u8> {
        std::fs::read(self.root.join("404.html")).unwrap_or_else(|_| b"not found\n".to_vec())
    }

    /// Type and content of what a request asks for.
    fn file(&self, target: &str) -> Option<(&'static str, Vec<u8>)> {
        let path = target.split(['?', '#']).next().unwrap_or("");
        let path = unescape(path)?;
        let relative = Path::new(path.trim_start_matches('/'));
        // Paths that leave the folder (`..`, a root, a drive) are not found.
        if relative
            .components()
            .any(|part| !matches!(part, Component::Normal(_)))
        {
            return None;
        }
        let mut file = self.root.join(relative);
        if file.is_dir() {
            file.push("index.html");
        }
        let mut body = std::fs::read(&file).ok()?;
        let kind = kind(&file);
        if kind.starts_with("text/html") && self.rebuilt.is_some() {
            body.extend_from_slice(SCRIPT.as_bytes());
        }
        Some((kind, body))
    }
}

/// Percent signs resolved; `None` if they are malformed or not UTF-8.
fn unescape(path: &str) -> Option<String> {
    let mut bytes = vec![];
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        let byte = if byte == b'%' {
            let pair = [rest.next()?, rest.next()?];
            u8::from_str_radix(std::str::from_utf8(&pair).ok()?, 16).ok()?
        } else {
            byte
        };
        bytes.push(byte);
    }
    String::from_utf8(bytes)
        .ok()
        .filter(|path| !path.contains('\0'))
}

/// Compresses as hosts do: transfer sizes are measured in these bytes.
fn gzip(body: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut squeezed = GzEncoder::new(vec![], Compression::default());
    squeezed.write_all(body)?;
    squeezed.finish()
}

fn write(
    stream: &mut TcpStream,
    method: &str,
    status: &str,
    kind: &str,
    body: &[u8],
) -> std::io::Result<()> {
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nCache-Control: no-store\r\nContent-Security-Policy: {POLICY}; frame-ancestors 'none'\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes())?;
    if method == "GET" {
        stream.write_all(body)
    } else {
        Ok(())
    }
}

/// An endless stream with an event for each rebuild of the book.
fn events(stream: &mut TcpStream, rebuilt: &AtomicU64) -> std::io::Result<()> {
    stream.write_all(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n\r\n",
    )?;
    let mut seen = rebuilt.load(Ordering::SeqCst);
    loop {
        std::thread::sleep(Duration::from_millis(100));
        let now = rebuilt.load(Ordering::SeqCst);
        let message: &[u8] = if now == seen {
            b":\n\n"
        } else {
            b"data: rebuilt\n\n"
        };
        seen = now;
        // A page that was closed ends the stream here.
        stream.write_all(message)?;
    }
}

fn kind(file: &Path) -> &'static str {
    match file.extension().and_then(|e| e.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("json") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("woff2") => "font/woff2",
        Some("wasm") => "application/wasm",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_is_that_of_the_pages_and_of_the_readme() {
        for text in [
            include_str!("../../../theme/index.hbs"),
            include_str!("../../../README.md"),
        ] {
            assert!(text.contains(POLICY), "expected {POLICY}");
        }
        assert!(!POLICY.contains("script-src 'self' 'unsafe-inline'"));
    }

    fn get(address: SocketAddr, request: &str) -> String {
        let mut stream = TcpStream::connect(address).expect("the server listens");
        stream
            .write_all(format!("{request}\r\n\r\n").as_bytes())
            .expect("a request");
        let mut answer = String::new();
        let _ = stream.read_to_string(&mut answer);
        answer
    }

    #[test]
    fn serves_its_folder_and_nothing_else() {
        let folder = std::env::temp_dir().join(format!("server-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("site/a b")).expect("a folder");
        std::fs::write(folder.join("secret.txt"), "secret").expect("a file");
        std::fs::write(folder.join("site/a b/index.html"), "<p>ä").expect("a file");
        let address = Server::plain(folder.join("site")).start(0).expect("a port");
        assert!(get(address, "GET /a%20b/?x#y HTTP/1.1").ends_with("\r\n\r\n<p>ä"));
        assert!(get(address, "HEAD /a%20b/ HTTP/1.1").ends_with("\r\n\r\n"));
        for bad in [
            "/../secret.txt",
            "/%2e%2e/secret.txt",
            "//secret.txt/../../secret.txt",
            "/a%2",
            "/%00",
            "/none",
        ] {
            let answer = get(address, &format!("GET {bad} HTTP/1.1"));
            assert!(answer.starts_with("HTTP/1.1 404"), "{bad}: {answer}");
        }
        assert!(get(address, "POST / HTTP/1.1").starts_with("HTTP/1.1 405"));
        assert!(!get(address, "").is_empty());
        std::fs::remove_dir_all(folder).expect("the folder");
    }
}
