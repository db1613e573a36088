import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { cameraHealthQuery, cameraQuery, camerasQuery, cameraStatesQuery, isHeard } from "#api/cameras.ts";
import type { Camera, CameraHealth } from "#contract/cameras.ts";
import { formatAge, formatNumber } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { Answer } from "#panels/answer.tsx";
import { Facts } from "#panels/asset/facts.tsx";
import { PanelFrame } from "#panels/shell/panel-frame.tsx";
import { useStores, useView } from "#state/stores.tsx";
import { openWall, WALL_SIZES } from "#state/video.ts";
import { select } from "#state/view.ts";
import { IconButton } from "#ui/icon-button.tsx";
import { Empty } from "#ui/notice.tsx";
import { Section } from "#ui/section.tsx";
import { useNow } from "#ui/use-now.ts";
import { CameraList } from "./camera-list.tsx";
import { CameraPlayer } from "./camera-player.tsx";
import { HealthLine } from "./camera-state.tsx";
import "./video.css";
import { VideoWall } from "./video-wall.tsx";

const ZOOM = 17;

/** One camera's picture with what is known of it, the cameras of the area below, and the way to the wall. */
export function VideoPanel() {
  const { t } = useTranslation();
  const { area, wall, first, isPast } = useView((v) => ({
    area: v.area,
    wall: v.video.wall,
    first: v.video.cams.at(-1) ?? null,
    isPast: v.time !== null,
  }));
  const cameras = useQuery(camerasQuery(area));
  const states = useQuery(cameraStatesQuery);
  const stateOf = (camera: Camera) =>
    isHeard(states) ? (states.data?.states.get(camera.id) ?? camera.state) : "unknown";
  return (
    <PanelFrame title={t("shell.panels.video")} hasBack>
      {isPast && (
        <p className="notice slim" role="status">
          {t("video.nowOnly")}
        </p>
      )}
      {first === null ? <Empty>{t("video.pick")}</Empty> : wall === null && <Watched key={first} id={first} />}
      <Section
        title={t("video.cameras")}
        unit={cameras.data ? t("video.count", { count: cameras.data.length }) : undefined}
        tools={<WallButtons cameras={cameras.data ?? []} />}
      >
        <Answer query={cameras} lines={8}>
          {(found) => <CameraList cameras={found} stateOf={stateOf} />}
        </Answer>
      </Section>
      {wall !== null && <VideoWall size={wall} />}
    </PanelFrame>
  );
}

/** Opens the wall with what is watched, or with the first cameras of the area. */
function WallButtons({ cameras }: { readonly cameras: readonly Camera[] }) {
  const { t } = useTranslation();
  const { view } = useStores();
  const cams = useView((v) => v.video.cams);
  const isMany = cams.length > 1;
  const chosen = isMany ? cams : cameras.filter(({ canPlay }) => canPlay).map(({ id }) => id);
  return WALL_SIZES.map((size) => (
    <button
      key={size}
      type="button"
      className="button outlined"
      disabled={chosen.length === 0}
      onClick={() => openWall(view, size, chosen)}
    >
      {t("video.wallOf", { count: size })}
    </button>
  ));
}

function Watched({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const camera = useQuery(cameraQuery(id));
  const healths = useQuery(cameraHealthQuery([id]));
  return (
    <Answer query={camera} lines={6}>
      {(found) => {
        const known = isHeard(healths) ? (healths.data?.[0] ?? found.health) : undefined;
        return (
          <>
            {found.camera.canPlay ? (
              <CameraPlayer id={id} name={found.camera.name} health={known} />
            ) : (
              <Empty>{t("video.playback.nothing")}</Empty>
            )}
            <HealthLine health={known} />
            <CameraFacts camera={found.camera} />
            {known && <Cascade health={known} />}
          </>
        );
      }}
    </Answer>
  );
}

function CameraFacts({ camera }: { readonly camera: Camera }) {
  const { t } = useTranslation();
  const { camera: map, view } = useStores();
  const { lngLat, stationId, stationName, headingDeg, fovDeg, rangeM, cascadeLevel, deviceId } = camera;
  const number = (value: number | null) => value && formatNumber(value, languageNow());
  const fly = () => map.say({ kind: "fly", lng: lngLat[0], lat: lngLat[1], zoom: ZOOM });
  return (
    <Section title={t("video.facts")} tools={<IconButton icon="pin" label={t("asset.flyTo")} onClick={fly} />}>
      <Facts
        facts={[
          {
            label: t("video.station"),
            value: stationId && (
              <button type="button" className="link" onClick={() => select(view, { kind: "station", id: stationId })}>
                {stationName ?? stationId}
              </button>
            ),
          },
          { label: t("video.deviceId"), value: deviceId },
          { label: t("video.heading"), value: headingDeg === null ? t("video.turns") : `${number(headingDeg) ?? 0}°` },
          { label: t("video.fov"), value: number(fovDeg), unit: "°" },
          { label: t("video.range"), value: number(rangeM), unit: "m" },
          { label: t("video.cascadeLevel"), value: cascadeLevel },
        ]}
      />
    </Section>
  );
}

/** Every platform on the way to the device, the nearest to us first, with what is reported of it. */
function Cascade({ health: { levels } }: { readonly health: CameraHealth }) {
  const { t } = useTranslation();
  const now = useNow();
  const word = (isOnline: boolean | null) =>
    isOnline === null ? t("video.notTold") : isOnline ? t("video.online") : t("video.offline");
  if (levels.length === 0) return null;
  return (
    <Section title={t("video.cascade")}>
      <ol className="cascade">
        {levels.map(({ id, kind, isOnline, at }) => (
          <li key={id} data-online={isOnline === null ? "unknown" : isOnline}>
            <span>{t(`video.${kind}`)}</span>
            <code>{id}</code>
            <strong>{word(isOnline)}</strong>
            {at !== null && (
              <span className="quiet">
                {t("video.keptAlive", { age: formatAge((now - Date.parse(at)) / 1000, languageNow()) })}
              </span>
            )}
          </li>
        ))}
      </ol>
    </Section>
  );
}
