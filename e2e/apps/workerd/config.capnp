using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [(name = "main", worker = .worker)],
  sockets = [(name = "http", http = (), service = "main")],
);

const worker :Workerd.Worker = (
  modules = [
    (name = "worker.mjs", esModule = embed "worker.mjs"),
    (name = "authwire/index.mjs", esModule = embed "node_modules/authwire/dist/workerd/index.mjs"),
    (name = "authwire/authwire.wasm", wasm = embed "node_modules/authwire/dist/workerd/authwire.wasm"),
    (name = "authwire/jwt.mjs", esModule = embed "node_modules/authwire/dist/esm/jwt.mjs"),
    (name = "authwire/credentials.mjs", esModule = embed "node_modules/authwire/dist/esm/providers/credentials.mjs"),
  ],
  bindings = [
    (name = "SECRET", fromEnvironment = "SECRET"),
    (name = "HOST", fromEnvironment = "HOST"),
  ],
  compatibilityDate = "2025-10-01",
);
