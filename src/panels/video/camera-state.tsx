import { useTranslation } from "react-i18next";
import type { CameraHealth, CameraState } from "#contract/cameras.ts";
import { formatAge } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { CAMERA_BODY, CAMERA_SIGNS } from "#theme/symbols.ts";
import { useNow } from "#ui/use-now.ts";
import "./video.css";

/** A camera with the sign of its state. The word stands beside it. */
export const CameraMark = ({ state, size = 18 }: { readonly state: CameraState; readonly size?: number }) => {
  const sign = CAMERA_SIGNS[state];
  return (
    <svg className="camera-mark" data-state={state} width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      <path className="body" d={CAMERA_BODY} />
      {sign !== null && <path className="strip" d={sign} />}
      {sign !== null && <path className="sign" d={sign} />}
    </svg>
  );
};

/** What is known of a picture, in mark and word. */
export function CameraStateWord({ state }: { readonly state: CameraState }) {
  const { t } = useTranslation();
  return (
    <span className="camera-state" data-state={state}>
      <CameraMark state={state} />
      {t(`video.state.${state}`)}
    </span>
  );
}

/** State, the age of the last frame, and whether the media server says otherwise. */
export function HealthLine({ health }: { readonly health: CameraHealth | undefined }) {
  const { t } = useTranslation();
  const now = useNow();
  if (!health) return <p className="health-line quiet">{t("video.healthUnknown")}</p>;
  const age = (at: string) => formatAge((now - Date.parse(at)) / 1000, languageNow());
  const { state, since, lastFrameAt, isContradicted } = health;
  return (
    <p className="health-line">
      <CameraStateWord state={state} />
      <span className="quiet">{t("video.since", { age: age(since) })}</span>
      <span className="quiet">
        {lastFrameAt === null ? t("video.lastFrameNever") : t("video.lastFrame", { age: age(lastFrameAt) })}
      </span>
      {isContradicted && <span className="quiet">{t("video.contradicted")}</span>}
    </p>
  );
}
