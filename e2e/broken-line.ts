import { connect, createServer, type Socket } from "node:net";

/** A way to the product that can be cut, as a cable is: pages opened by its address lose every connection at once, and get no new one. */
export interface BrokenLine {
  readonly url: string;
  cut(): void;
  mend(): void;
  close(): Promise<void>;
}

export function lineTo(product: string): Promise<BrokenLine> {
  const { hostname, port } = new URL(product);
  const open = new Set<Socket>();
  let isCut = false;
  const server = createServer((near) => {
    if (isCut) {
      near.destroy();
      return;
    }
    const far = connect(Number(port), hostname);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.on("error", () => other.destroy());
      one.on("close", () => {
        open.delete(one);
        other.destroy();
      });
    }
    near.pipe(far).pipe(near);
  });
  const drop = () => {
    for (const socket of open) socket.destroy();
  };
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      if (typeof address !== "object" || address === null) throw new Error("no port");
      resolve({
        url: `http://localhost:${address.port}`,
        cut: () => {
          isCut = true;
          drop();
        },
        mend: () => {
          isCut = false;
        },
        close: () => {
          drop();
          return new Promise((done) => server.close(() => done()));
        },
      });
    });
  });
}
