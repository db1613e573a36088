import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { DrawPad } from "./draw-pad.tsx";
import { canvasFile, type Taken } from "./shrink.ts";

const SIZE = { width: 640, height: 240 } as const;

export interface SignatureProps {
  readonly isSigned: boolean;
  readonly isRefused: boolean;
  readonly onSigned: (file: Taken) => Promise<void>;
  readonly onCleared: () => void;
  readonly onRefused: (isRefused: boolean) => void;
}

/** The resident signs with a finger, or the inspector notes that they would not. */
export function Signature({ isSigned, isRefused, onSigned, onCleared, onRefused }: SignatureProps) {
  const { t } = useTranslation();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [hasInk, setInk] = useState(false);
  if (isSigned)
    return (
      <div className="field-row">
        <p>{t("field.sign.done")}</p>
        <button type="button" className="button outlined" onClick={onCleared}>
          {t("field.sign.again")}
        </button>
      </div>
    );
  const clear = () => {
    canvas.current?.getContext("2d")?.clearRect(0, 0, SIZE.width, SIZE.height);
    setInk(false);
  };
  const keep = async () => {
    if (canvas.current) await onSigned(await canvasFile(canvas.current, "image/png"));
  };
  return (
    <div className="field-stack">
      {!isRefused && (
        <>
          <DrawPad
            canvas={canvas}
            label={t("field.sign.pad")}
            {...SIZE}
            ink="--text"
            lineWidth={4}
            onDrawn={() => setInk(true)}
          />
          <div className="field-row">
            <button type="button" className="button outlined" disabled={!hasInk} onClick={clear}>
              {t("field.sign.clear")}
            </button>
            <button type="button" className="button main" disabled={!hasInk} onClick={() => void keep()}>
              {t("field.sign.keep")}
            </button>
          </div>
        </>
      )}
      <label className="field-tick">
        <input type="checkbox" checked={isRefused} onChange={(event) => onRefused(event.target.checked)} />
        {t("field.sign.refused")}
      </label>
    </div>
  );
}
