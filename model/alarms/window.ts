/**
 * The last values of one tag over a span of the device's time, however many there are: values nearer to each other than a `MOST`th part of the span are kept as their
 * mean and its time, so that a fast sensor's window reaches as far back as a slow one's.
 */
export interface Window {
  /** A value at `t` ms, no older than the one before; the mean of `n` values, where it is one. */
  add(t: number, v: number, n?: number): void;
  /** Slope of the least-squares line, per minute; null while the values are fewer than three or cover less than half the span. */
  slopePerMinute(): number | null;
  /** null as long as the slope is. */
  mean(): number | null;
}

/** What is kept of a tag from before an engine began: a value, or the mean of `n` about `t` ms. */
export interface PastValue {
  readonly t: number;
  readonly v: number;
  readonly n: number;
}

const MOST = 512;

/** `past`: what it begins with, oldest first. */
export function createWindow(spanMs: number, past: readonly PastValue[] = []): Window {
  const stepMs = spanMs / MOST;
  let ts: number[] = [];
  let vs: number[] = [];
  /** How many values each of them stands for. */
  let ns: number[] = [];
  const isCovered = () => ts.length >= 3 && (ts.at(-1) as number) - (ts[0] as number) >= spanMs / 2;
  const window: Window = {
    add(t, v, weight = 1) {
      const last = ts.length - 1;
      if (last >= 0 && Math.floor(t / stepMs) === Math.floor((ts[last] as number) / stepMs)) {
        const n = (ns[last] as number) + weight;
        ts[last] = (ts[last] as number) + ((t - (ts[last] as number)) * weight) / n;
        vs[last] = (vs[last] as number) + ((v - (vs[last] as number)) * weight) / n;
        ns[last] = n;
      } else {
        ts.push(t);
        vs.push(v);
        ns.push(weight);
      }
      const gone = ts.findIndex((at) => at > t - spanMs);
      if (gone <= 0) return;
      ts = ts.slice(gone);
      vs = vs.slice(gone);
      ns = ns.slice(gone);
    },
    slopePerMinute() {
      const first = ts[0];
      if (first === undefined || !isCovered()) return null;
      // Minutes from the first: small numbers, so that nothing is lost in the squares.
      const minute = (i: number) => ((ts[i] as number) - first) / 60_000;
      let [n, st, sv] = [0, 0, 0];
      for (let i = 0; i < ts.length; i++) {
        const of = ns[i] as number;
        n += of;
        st += of * minute(i);
        sv += of * (vs[i] as number);
      }
      const [mt, mv] = [st / n, sv / n];
      let [stt, stv] = [0, 0];
      for (let i = 0; i < ts.length; i++) {
        const dt = minute(i) - mt;
        stt += (ns[i] as number) * dt * dt;
        stv += (ns[i] as number) * dt * ((vs[i] as number) - mv);
      }
      return stt === 0 ? null : stv / stt;
    },
    mean() {
      if (!isCovered()) return null;
      let [n, sum] = [0, 0];
      for (let i = 0; i < vs.length; i++) {
        n += ns[i] as number;
        sum += (ns[i] as number) * (vs[i] as number);
      }
      return sum / n;
    },
  };
  for (const { t, v, n } of past) window.add(t, v, n);
  return window;
}
