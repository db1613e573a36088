import { useQuery } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { tracksQuery } from "#api/supervise.ts";
import type { PersonConsent } from "#contract/field/consent.ts";
import { type FieldTrack, seesWays } from "#contract/field/coverage.ts";
import { dayOf } from "#lib/day.ts";
import { formatMinute, formatNumber } from "#lib/format.ts";
import { formatKm } from "#lib/format-pipes.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { Answer } from "#panels/answer.tsx";
import { useMe } from "#panels/me.ts";
import { useStores } from "#state/stores.tsx";
import { followOn, followPerson, openRecord, openSupervise } from "#state/supervise.ts";
import { Empty } from "#ui/notice.tsx";
import { Section } from "#ui/section.tsx";
import { WayDrawing } from "./way-drawing.tsx";

/** One person: their ways of a week, and their records. */
export function PersonPage({
  account,
  name,
  consent,
}: {
  readonly account: string;
  readonly name: string;
  /** undefined = not told yet. */
  readonly consent: PersonConsent | undefined;
}) {
  const { t } = useTranslation();
  const { view } = useStores();
  const me = useMe();
  return (
    <>
      <div className="supervise-tools">
        <button type="button" className="button outlined" onClick={() => followPerson(view, null)}>
          {t("supervise.people.back")}
        </button>
        <strong>{name}</strong>
        <button type="button" className="button outlined" onClick={() => openSupervise(view, "records")}>
          {t("supervise.people.records")}
        </button>
      </div>
      <Section title={t("supervise.people.ways")}>
        {seesWays(me.role) ? (
          <Ways account={account} consent={consent} />
        ) : (
          <Empty>{t("supervise.people.notYours")}</Empty>
        )}
      </Section>
    </>
  );
}

function consentWords(t: TFunction, { consent }: PersonConsent): string {
  if (consent === null) return t("supervise.people.unasked");
  const said = { time: formatMinute(consent.at, languageNow()), version: consent.version };
  return t(consent.state === "accepted" ? "supervise.people.agreed" : "supervise.people.declined", said);
}

function Ways({ account, consent }: { readonly account: string; readonly consent: PersonConsent | undefined }) {
  const { t } = useTranslation();
  const [now] = useState(() => Date.now());
  const tracks = useQuery(tracksQuery(account, now));
  if (consent !== undefined && consent.consent?.state !== "accepted") return <Empty>{consentWords(t, consent)}</Empty>;
  return (
    <>
      {consent && <p className="quiet">{consentWords(t, consent)}</p>}
      <p className="quiet">{t("supervise.people.audited")}</p>
      <p className="quiet">{t("supervise.people.onMapNow")}</p>
      <Answer query={tracks}>
        {(data) =>
          data.tracks.length === 0 ? (
            <Empty>{t("supervise.people.noWays")}</Empty>
          ) : (
            <ul className="supervise-list">
              {data.tracks.map((track) => (
                <li key={track.recordId}>
                  <Way track={track} />
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
    </>
  );
}

function Way({ track }: { readonly track: FieldTrack }) {
  const { t } = useTranslation();
  const { view, camera } = useStores();
  const language = languageNow();
  const time = `${formatMinute(track.fromAt, language)} – ${formatMinute(track.toAt, language)}`;
  const points = formatNumber(track.points, language);
  const length = formatKm(track.lengthM ?? 0, language);
  const middle = track.line[Math.floor(track.line.length / 2)];
  return (
    <div className="supervise-way">
      <WayDrawing line={track.line} label={time} />
      <div>
        <strong>{time}</strong>
        <p className="quiet">
          {track.matchedM === null
            ? t("supervise.people.wayWaiting", { points, length })
            : t("supervise.people.wayLine", { points, length, matched: formatKm(track.matchedM, language) })}
        </p>
        <span className="supervise-chips">
          {middle && (
            <button
              type="button"
              className="button outlined"
              onClick={() => {
                followOn(view, new Date(dayOf(Date.parse(track.fromAt))).toISOString());
                camera.say({ kind: "fly", lng: middle[0], lat: middle[1], zoom: 15 });
              }}
            >
              {t("supervise.evidence.onMap")}
            </button>
          )}
          <button type="button" className="button outlined" onClick={() => openRecord(view, track.recordId)}>
            {t("supervise.people.record")}
          </button>
        </span>
      </div>
    </div>
  );
}
