//! A load balancer as simple as one can be: each connection goes to the next server that takes it. Reads nothing of what
//! passes.

use crate::postgres;
use std::{
    io,
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
};

/// A running balancer.
pub struct Balancer {
    address: SocketAddr,
    over: Arc<AtomicBool>,
    running: Option<JoinHandle<()>>,
}

impl Balancer {
    /// A port for a balancer, which servers have to know before they start.
    pub fn port() -> TcpListener {
        TcpListener::bind(("127.0.0.1", postgres::free_port())).expect("the port is free")
    }

    /// Begins to take connections.
    pub fn start(listener: TcpListener, servers: Vec<SocketAddr>) -> Self {
        let address = listener.local_addr().expect("it listens");
        let over = Arc::new(AtomicBool::new(false));
        let ends = over.clone();
        let running = thread::spawn(move || {
            let mut next = servers.iter().cycle();
            loop {
                let Ok((client, _)) = listener.accept() else { return };
                if ends.load(Ordering::Relaxed) {
                    return;
                }
                // Where none takes it, the connection is closed.
                let server = next.by_ref().take(servers.len()).find_map(|server| TcpStream::connect(server).ok());
                if let Some(server) = server {
                    let _ = join(client, server);
                }
            }
        });
        Self { address, over, running: Some(running) }
    }
}

impl Drop for Balancer {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Relaxed);
        // It waits for one more connection.
        let _ = TcpStream::connect(self.address);
        let _ = self.running.take().map(JoinHandle::join);
    }
}

/// Carries what is said both ways until one side is done.
fn join(client: TcpStream, server: TcpStream) -> io::Result<()> {
    for (from, to) in [(client.try_clone()?, server.try_clone()?), (server, client)] {
        from.set_nodelay(true)?;
        thread::spawn(move || {
            // However it ends, the other side hears of it.
            let _ = io::copy(&mut &from, &mut &to);
            let _ = to.shutdown(Shutdown::Both);
            let _ = from.shutdown(Shutdown::Both);
        });
    }
    Ok(())
}
