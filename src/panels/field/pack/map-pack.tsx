import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { takeArea } from "#api/area-pack.ts";
import { areasQuery } from "#api/areas.ts";
import { type Pack, type PackArea, readPack } from "#api/map-pack.ts";
import { dropPacks, packOwner } from "#api/pack-caches.ts";
import { sleep } from "#api/patiently.ts";
import { mapConfigQuery } from "#api/session.ts";
import { formatDay, formatNumber } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { useMe } from "#panels/me.ts";
import { Section } from "#ui/section.tsx";
import { createPackTaker, type Taking } from "./pack-taker.ts";
import "./pack.css";

const KEY = ["field", "pack"];
const DAY_MS = 86_400_000;
/** After so many days the phone says that there may be something new. */
const OLD_DAYS = 14;

const taker = createPackTaker(takeArea, sleep);
const megabytes = (bytes: number): string => formatNumber(bytes / 1e6, languageNow(), 1);

/** Whether this browser can answer for the map without a network. */
const isAble = (): boolean => "caches" in globalThis && Boolean(navigator.serviceWorker?.controller);

/** The map of the inspector's area for days without a network: taking it along, how large and how old it is, renewing it, giving it up. */
export function MapPack() {
  const { t } = useTranslation();
  return (
    <Section title={t("fieldMore.pack.title")}>{isAble() ? <Able /> : <p>{t("fieldMore.pack.unable")}</p>}</Section>
  );
}

function Able() {
  const { t } = useTranslation();
  const owner = packOwner(useMe());
  const queries = useQueryClient();
  const taking = useSyncExternalStore(taker.subscribe, taker.now);
  const pack = useQuery({ queryKey: KEY, networkMode: "always", queryFn: () => readPack(owner) });
  const areas = usePackAreas();
  const [chosen, choose] = useState<string | null>(null);
  const version = useQuery(mapConfigQuery).data?.snapshot ?? null;
  const area = areas.find(({ code }) => code === chosen) ?? pack.data?.area ?? areas[0] ?? null;
  const settle = () => queries.invalidateQueries({ queryKey: ["field"] });
  const take = () => {
    if (area !== null && version !== null) void taker.begin({ owner, area, version }).then(settle);
  };
  const drop = () => void dropPacks(owner).then(settle);
  if (taking.is === "taking") return <Progress taking={taking} name={area?.name ?? ""} />;
  return (
    <>
      {pack.data ? <Kept pack={pack.data} version={version} /> : <p>{t("fieldMore.pack.none")}</p>}
      {taking.is === "failed" && (
        <p className="field-wrong" role="alert">
          {t(`fieldMore.pack.fault.${taking.fault}`)}
        </p>
      )}
      {areas.length > 1 && (
        <label>
          {t("fieldMore.pack.area")}
          <select className="field-input" value={area?.code ?? ""} onChange={(event) => choose(event.target.value)}>
            {areas.map(({ code, name }) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
      <div className="field-row">
        <button type="button" className="button outlined" disabled={area === null || version === null} onClick={take}>
          {t(takeWord(pack.data ?? null, area))}
        </button>
        {pack.data && (
          <button type="button" className="button outlined" onClick={drop}>
            {t("fieldMore.pack.drop")}
          </button>
        )}
      </div>
      {version === null && <p className="quiet">{t("fieldMore.pack.needsLine")}</p>}
    </>
  );
}

function takeWord(pack: Pack | null, area: PackArea | null) {
  if (pack === null || pack.area.code !== area?.code) return "fieldMore.pack.take";
  return pack.takenAt === null ? "fieldMore.pack.goOn" : "fieldMore.pack.renew";
}

/** Counties in the caller's sight: what fits a phone. */
function usePackAreas(): readonly PackArea[] {
  const areas = useQuery(areasQuery).data?.areas ?? [];
  return areas.filter(({ level }) => level === "county").map(({ code, name, bbox }) => ({ code, name, bbox }));
}

function Kept({ pack, version }: { readonly pack: Pack; readonly version: string | null }) {
  const { t } = useTranslation();
  const { area, takenAt, files, total, bytes } = pack;
  if (takenAt === null) {
    const holes = {
      name: area.name,
      share: formatNumber(Math.floor((100 * files) / Math.max(1, total)), languageNow()),
    };
    return <p role="status">{t("fieldMore.pack.part", holes)}</p>;
  }
  const days = Math.floor((Date.now() - takenAt) / DAY_MS);
  const isOther = version !== null && version !== pack.version;
  return (
    <>
      <p role="status">
        {t("fieldMore.pack.kept", { name: area.name, mb: megabytes(bytes) })}
        {" · "}
        {days === 0 ? t("fieldMore.pack.today") : t("fieldMore.pack.daysAgo", { count: days })}
        {` (${formatDay(new Date(takenAt).toISOString(), languageNow())})`}
      </p>
      {(isOther || days >= OLD_DAYS) && <p>{t(isOther ? "fieldMore.pack.newer" : "fieldMore.pack.old")}</p>}
    </>
  );
}

function Progress({ taking, name }: { readonly taking: Extract<Taking, { is: "taking" }>; readonly name: string }) {
  const { t } = useTranslation();
  const { files = 0, total = 0, bytes = 0 } = taking.pack ?? {};
  const language = languageNow();
  return (
    <>
      <p role="status">{t("fieldMore.pack.taking", { name: taking.pack?.area.name ?? name })}</p>
      <progress
        className="field-progress"
        max={Math.max(1, total)}
        value={files}
        aria-label={t("fieldMore.pack.title")}
      />
      <p className="quiet">
        {t("fieldMore.pack.progress", {
          files: formatNumber(files, language),
          total: formatNumber(total, language),
          mb: megabytes(bytes),
        })}
      </p>
      <button type="button" className="button outlined" onClick={() => taker.stop()}>
        {t("fieldMore.pack.stop")}
      </button>
    </>
  );
}
