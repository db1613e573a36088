import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ATTACHMENTS_PATH } from "#contract/field/uploads.ts";

interface FieldFileProps {
  readonly id: string;
  readonly mime: string;
  /** All its bytes have come. */
  readonly isWhole: boolean;
}

/** A file that came with a record: seen, heard, or to be taken away. */
export function FieldFile({ id, mime, isWhole }: FieldFileProps) {
  const { t } = useTranslation();
  const [isMissing, setMissing] = useState(false);
  const address = `${ATTACHMENTS_PATH}/${id}`;
  if (!isWhole || isMissing) return <p className="quiet">{t("supervise.evidence.notWhole")}</p>;
  if (mime.startsWith("image/"))
    return (
      <a href={address} target="_blank" rel="noreferrer">
        <img src={address} alt="" loading="lazy" onError={() => setMissing(true)} />
      </a>
    );
  // biome-ignore lint/a11y/useMediaCaption: a note spoken in the field has no captions
  if (mime.startsWith("audio/")) return <audio src={address} controls />;
  return (
    <a href={address} download>
      {mime}
    </a>
  );
}
