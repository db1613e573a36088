import type { Engine } from "./engine.ts";

/** Addresses of this computer that come later than this are left out of the offer. */
const GATHER_MS = 1000;

const gathered = (connection: RTCPeerConnection): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, GATHER_MS);
    connection.addEventListener("icegatheringstatechange", () => {
      if (connection.iceGatheringState !== "complete") return;
      clearTimeout(timer);
      resolve();
    });
  });

/** Asks for an answer to an offer, both SDP. */
export type Exchange = (url: string, offer: string, signal: AbortSignal) => Promise<string>;

const byFetch: Exchange = async (url, offer, signal) => {
  const init = { method: "POST", body: offer, headers: { "content-type": "application/sdp" }, signal };
  const reply = await fetch(url, init);
  if (!reply.ok) throw new Error(`the server answered ${reply.status}`);
  return await reply.text();
};

/**
 * WebRTC by WHEP (draft-ietf-wish-whep): one offer, one answer, then pictures straight from the media server. Without trickled
 * candidates, so that one exchange is enough.
 */
export const whepEngine =
  (exchange: Exchange): Engine =>
  ({ video, url, onFailed }) => {
    const stop = new AbortController();
    const connection = new RTCPeerConnection();
    connection.addTransceiver("video", { direction: "recvonly" });
    connection.addEventListener("track", ({ streams, track }) => {
      video.srcObject = streams[0] ?? new MediaStream([track]);
      void video.play().catch(() => {});
    });
    connection.addEventListener("connectionstatechange", () => {
      if (["failed", "closed"].includes(connection.connectionState))
        onFailed(`the connection has ${connection.connectionState}`);
    });
    const open = async () => {
      await connection.setLocalDescription(await connection.createOffer());
      await gathered(connection);
      const answer = await exchange(url, connection.localDescription?.sdp ?? "", stop.signal);
      if (!stop.signal.aborted) await connection.setRemoteDescription({ type: "answer", sdp: answer });
    };
    open().catch((cause: unknown) => {
      if (!stop.signal.aborted) onFailed(cause instanceof Error ? cause.message : String(cause));
    });
    return () => {
      stop.abort();
      connection.close();
      video.srcObject = null;
    };
  };

export const playWhep: Engine = whepEngine(byFetch);
