/** The last values of one tag over a span of the device's time. At most `MOST`: a fast sensor loses its oldest first. */
export interface Window {
  add(t: number, v: number): void;
  /** Slope of the least-squares line, per minute; null while the values cover less than half the span. */
  slopePerMinute(): number | null;
  /** null while there are fewer than three. */
  mean(): number | null;
}

const MOST = 512;

export function createWindow(spanMs: number): Window {
  let ts: number[] = [];
  let vs: number[] = [];
  return {
    add(t, v) {
      ts.push(t);
      vs.push(v);
      let gone = ts.findIndex((at) => at > t - spanMs);
      if (ts.length - gone > MOST) gone = ts.length - MOST;
      if (gone > 0) {
        ts = ts.slice(gone);
        vs = vs.slice(gone);
      }
    },
    slopePerMinute() {
      const n = ts.length;
      const first = ts[0];
      const last = ts[n - 1];
      if (n < 3 || first === undefined || last === undefined || last - first < spanMs / 2) return null;
      // Minutes from the first: small numbers, so that nothing is lost in the squares.
      let st = 0;
      let sv = 0;
      for (let i = 0; i < n; i++) {
        st += ((ts[i] as number) - first) / 60_000;
        sv += vs[i] as number;
      }
      const [mt, mv] = [st / n, sv / n];
      let stt = 0;
      let stv = 0;
      for (let i = 0; i < n; i++) {
        const dt = ((ts[i] as number) - first) / 60_000 - mt;
        stt += dt * dt;
        stv += dt * ((vs[i] as number) - mv);
      }
      return stt === 0 ? null : stv / stt;
    },
    mean() {
      return vs.length < 3 ? null : vs.reduce((sum, v) => sum + v, 0) / vs.length;
    },
  };
}
