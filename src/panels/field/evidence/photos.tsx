import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { FileEntry } from "#api/outbox/ledger.ts";
import { Icon } from "#ui/icon.tsx";
import { IconButton } from "#ui/icon-button.tsx";
import { useFileUrl } from "./file-url.ts";
import { shrinkPhoto, type Taken } from "./shrink.ts";
import { SketchDialog } from "./sketch.tsx";

export interface PhotosProps {
  /** What the photos show, read aloud with the button. */
  readonly label: string;
  readonly files: readonly FileEntry[];
  readonly onTaken: (file: Taken, kind: "photo" | "sketch") => Promise<void>;
  readonly onDropped: (id: string) => void;
}

/** Takes photos by the phone's camera, shows them small, and draws on them. */
export function Photos({ label, files, onTaken, onDropped }: PhotosProps) {
  const { t } = useTranslation();
  const id = useId();
  const [isBusy, setBusy] = useState(false);
  const [hasFailed, setFailed] = useState(false);
  const [sketched, setSketched] = useState<FileEntry | null>(null);
  const take = async (list: FileList | null) => {
    setBusy(true);
    setFailed(false);
    try {
      for (const file of Array.from(list ?? [])) await onTaken(await shrinkPhoto(file), "photo");
    } catch {
      setFailed(true);
    }
    setBusy(false);
  };
  return (
    <div className="field-photos">
      {files.map((file, n) => (
        <Thumb
          key={file.id}
          file={file}
          label={`${label} ${n + 1}`}
          onDropped={() => onDropped(file.id)}
          onSketch={() => setSketched(file)}
        />
      ))}
      <label className="button outlined field-take" htmlFor={id}>
        <Icon name="camera" />
        {isBusy ? t("field.photo.busy") : t("field.photo.take")}
        <span className="seen-by-readers-only">{label}</span>
      </label>
      <input
        id={id}
        className="seen-by-readers-only"
        type="file"
        accept="image/*"
        capture="environment"
        onChange={(event) => {
          const input = event.currentTarget;
          void take(input.files).then(() => {
            input.value = "";
          });
        }}
      />
      {hasFailed && (
        <p className="field-wrong" role="alert">
          {t("field.photo.failed")}
        </p>
      )}
      {sketched && (
        <SketchDialog
          file={sketched}
          onDone={async (taken) => {
            await onTaken(taken, "sketch");
            setSketched(null);
          }}
          onClosed={() => setSketched(null)}
        />
      )}
    </div>
  );
}

interface ThumbProps {
  readonly file: FileEntry;
  readonly label: string;
  readonly onDropped?: () => void;
  readonly onSketch?: () => void;
}

/** One photo, small; with what can be done with it where it may still be changed. */
export function Thumb({ file, label, onDropped, onSketch }: ThumbProps) {
  const { t } = useTranslation();
  const url = useFileUrl(file);
  return (
    <figure className="field-thumb">
      {url === "gone" && <p className="quiet">{t("field.photo.freed")}</p>}
      {url !== null && url !== "gone" && <img src={url} alt={label} />}
      {onDropped && onSketch && (
        <figcaption>
          <IconButton icon="polygon" label={`${t("field.photo.sketch")} ${label}`} onClick={onSketch} />
          <IconButton icon="close" label={`${t("field.photo.drop")} ${label}`} onClick={onDropped} />
        </figcaption>
      )}
    </figure>
  );
}
