import { useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

/** The browser's own reader of bar codes and QR codes, where it has one. */
interface Detector {
  detect(source: HTMLVideoElement): Promise<readonly { readonly rawValue: string }[]>;
}
type DetectorMaker = new () => Detector;
const maker = (): DetectorMaker | undefined => (globalThis as { BarcodeDetector?: DetectorMaker }).BarcodeDetector;

const LOOK_EVERY_MS = 250;

interface ScanProps {
  readonly label: string;
  readonly value: string;
  readonly onChanged: (code: string, isScanned: boolean) => void;
}

/** The code of a meter or cylinder: read by the camera where the browser can, typed everywhere. */
export function ScanField({ label, value, onChanged }: ScanProps) {
  const { t } = useTranslation();
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  return (
    <div className="field-stack">
      <label htmlFor={id}>{label}</label>
      <div className="field-row">
        <input
          id={id}
          className="field-input"
          value={value}
          autoComplete="off"
          inputMode="text"
          maxLength={80}
          onChange={(event) => onChanged(event.target.value, false)}
        />
        {maker() !== undefined && (
          <button type="button" className="button outlined" aria-pressed={isOpen} onClick={() => setOpen(!isOpen)}>
            {t("field.scan.open")}
          </button>
        )}
      </div>
      {maker() === undefined && <p className="quiet">{t("field.scan.byHand")}</p>}
      {isOpen && (
        <Camera
          onRead={(code) => {
            onChanged(code, true);
            setOpen(false);
          }}
        />
      )}
    </div>
  );
}

function Camera({ onRead }: { readonly onRead: (code: string) => void }) {
  const { t } = useTranslation();
  const video = useRef<HTMLVideoElement>(null);
  const [isDenied, setDenied] = useState(false);
  const heard = useRef(onRead);
  heard.current = onRead;
  useEffect(() => {
    const Made = maker();
    let stream: MediaStream | null = null;
    let timer: ReturnType<typeof setInterval> | undefined;
    let isLeft = false;
    const begin = async () => {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      if (isLeft || !video.current || !Made) return stop();
      video.current.srcObject = stream;
      await video.current.play();
      const detector = new Made();
      timer = setInterval(() => {
        if (video.current)
          detector.detect(video.current).then(
            ([code]) => code && heard.current(code.rawValue),
            () => {},
          );
      }, LOOK_EVERY_MS);
    };
    const stop = () => {
      clearInterval(timer);
      for (const track of stream?.getTracks() ?? []) track.stop();
    };
    begin().catch(() => setDenied(true));
    return () => {
      isLeft = true;
      stop();
    };
  }, []);
  if (isDenied)
    return (
      <p className="field-wrong" role="alert">
        {t("field.scan.denied")}
      </p>
    );
  return <video ref={video} className="field-video" playsInline muted aria-label={t("field.scan.picture")} />;
}
