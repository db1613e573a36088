import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { FileEntry } from "#api/outbox/ledger.ts";
import { IconButton } from "#ui/icon-button.tsx";
import { useFileUrl } from "./file-url.ts";
import type { Taken } from "./shrink.ts";

/** A note is no longer than this: words beside a photo, and a bad network can carry it. */
const LONGEST_MS = 120_000;

const canRecord = (): boolean => typeof MediaRecorder !== "undefined" && Boolean(navigator.mediaDevices);

interface VoiceProps {
  readonly files: readonly FileEntry[];
  readonly onTaken: (file: Taken) => Promise<void>;
  readonly onDropped: (id: string) => void;
}

/** Spoken notes: recorded by the phone's microphone where the browser can; where it cannot, the written note is there. */
export function Voice({ files, onTaken, onDropped }: VoiceProps) {
  const { t } = useTranslation();
  const { isOn, trouble, begin, end } = useRecorder(onTaken);
  return (
    <div className="field-stack">
      {files.map((file, n) => (
        <Played
          key={file.id}
          file={file}
          label={t("field.voice.note", { n: n + 1 })}
          onDropped={() => onDropped(file.id)}
        />
      ))}
      {canRecord() ? (
        <button type="button" className="button outlined" aria-pressed={isOn} onClick={isOn ? end : begin}>
          {t(isOn ? "field.voice.stop" : "field.voice.record")}
        </button>
      ) : (
        <p className="quiet">{t("field.voice.cannot")}</p>
      )}
      {trouble && (
        <p className="field-wrong" role="alert">
          {t(`field.voice.${trouble}`)}
        </p>
      )}
    </div>
  );
}

type Trouble = "denied" | "failed";

function useRecorder(onTaken: VoiceProps["onTaken"]) {
  const [isOn, setOn] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const recorder = useRef<MediaRecorder | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const heard = useRef(onTaken);
  heard.current = onTaken;
  const end = () => recorder.current?.stop();
  // Whoever leaves the page in the middle keeps what was said so far.
  useEffect(() => () => recorder.current?.stop(), []);

  const keep = async (pieces: readonly Blob[], type: string) => {
    const bytes = new Uint8Array(await new Blob([...pieces]).arrayBuffer());
    if (bytes.byteLength === 0) return;
    await heard.current({ mime: type.split(";")[0] || "audio/webm", bytes });
  };
  const begin = () => {
    setTrouble(null);
    navigator.mediaDevices.getUserMedia({ audio: true }).then(
      (stream) => {
        const made = new MediaRecorder(stream, { audioBitsPerSecond: 24_000 });
        const pieces: Blob[] = [];
        made.ondataavailable = ({ data }) => pieces.push(data);
        made.onstop = () => {
          clearTimeout(timer.current);
          for (const track of stream.getTracks()) track.stop();
          recorder.current = null;
          setOn(false);
          keep(pieces, made.mimeType).catch(() => setTrouble("failed"));
        };
        recorder.current = made;
        made.start();
        timer.current = setTimeout(end, LONGEST_MS);
        setOn(true);
      },
      () => setTrouble("denied"),
    );
  };
  return { isOn, trouble, begin, end };
}

function Played({
  file,
  label,
  onDropped,
}: {
  readonly file: FileEntry;
  readonly label: string;
  readonly onDropped: () => void;
}) {
  const { t } = useTranslation();
  const url = useFileUrl(file);
  return (
    <div className="field-row">
      {/* biome-ignore lint/a11y/useMediaCaption: what was just said has no words written down */}
      {url !== null && url !== "gone" && <audio controls src={url} aria-label={label} />}
      <IconButton icon="close" label={`${t("field.photo.drop")} ${label}`} onClick={onDropped} />
    </div>
  );
}
