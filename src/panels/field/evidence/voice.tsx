import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { FileEntry } from "#api/outbox/ledger.ts";
import { useFileUrl } from "./file-url.ts";
import type { Taken } from "./shrink.ts";

const LONGEST_MS = 120_000;

interface VoiceProps {
  readonly files: readonly FileEntry[];
  readonly onTaken: (file: Taken) => Promise<void>;
  readonly onDropped: (id: string) => void;
}

function Played({ file, onDropped }: { readonly file: FileEntry; readonly onDropped: () => void }) {
  const { t } = useTranslation();
  const url = useFileUrl(file);
  return (
    <div className="field-row">
      {/* biome-ignore lint/a11y/useMediaCaption: nobody has written down what the inspector has just said */}
      {url !== null && url !== "gone" && <audio controls src={url} aria-label={t("field.voice.title")} />}
      <button type="button" className="button outlined" onClick={onDropped}>
        {t("field.voice.drop")}
      </button>
    </div>
  );
}

/** Speaks a note instead of typing it, two minutes at most. */
export function VoiceNotes({ files, onTaken, onDropped }: VoiceProps) {
  const { t } = useTranslation();
  const recorder = useRef<MediaRecorder | null>(null);
  const [state, setState] = useState<"idle" | "speaking" | "denied">("idle");
  const begin = async () => {
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      const pieces: Blob[] = [];
      const made = new MediaRecorder(stream);
      made.ondataavailable = ({ data }) => void pieces.push(data);
      made.onstop = () => {
        for (const track of stream.getTracks()) track.stop();
        recorder.current = null;
        setState("idle");
        const whole = new Blob(pieces, { type: made.mimeType });
        void whole
          .arrayBuffer()
          .then((bytes) => onTaken({ mime: made.mimeType || "audio/webm", bytes: new Uint8Array(bytes) }))
          .catch(() => setState("denied"));
      };
      made.start(1000);
      setTimeout(() => made.state === "recording" && made.stop(), LONGEST_MS);
      recorder.current = made;
      setState("speaking");
    } catch {
      setState("denied");
    }
  };
  return (
    <div className="field-stack">
      {files.map((file) => (
        <Played key={file.id} file={file} onDropped={() => onDropped(file.id)} />
      ))}
      <button
        type="button"
        className="button outlined"
        aria-pressed={state === "speaking"}
        onClick={() => (state === "speaking" ? recorder.current?.stop() : void begin())}
      >
        {state === "speaking" ? t("field.voice.stop") : t("field.voice.start")}
      </button>
      {state === "denied" && (
        <p className="field-wrong" role="alert">
          {t("field.voice.denied")}
        </p>
      )}
    </div>
  );
}
