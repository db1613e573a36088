import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

const REFRESH_MS = 10_000;

/** A camera's still picture, asked for again while it is shown; named as what it is. Nothing where there is none. */
export function StillPicture({ url, name }: { readonly url: string | null; readonly name: string }) {
  const { t } = useTranslation();
  const [round, setRound] = useState(0);
  const [shown, setShown] = useState<string | null>(null);
  useEffect(() => {
    const timer = setInterval(() => setRound((n) => n + 1), REFRESH_MS);
    return () => clearInterval(timer);
  }, []);
  if (url === null) return null;
  const address = `${url}&n=${round}`;
  const isShown = shown !== null;
  return (
    <div className="still" data-shown={isShown || undefined}>
      <img
        src={address}
        alt={`${t("video.pictureOf", { name })} · ${t("video.snapshot")}`}
        onLoad={() => setShown(address)}
        onError={() => setShown(null)}
      />
      {isShown && <span className="still-tag">{t("video.snapshot")}</span>}
    </div>
  );
}
