import { useQuery } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "#api/api-error.ts";
import { recordQuery } from "#api/supervise.ts";
import { seesWays } from "#contract/field/coverage.ts";
import { FieldRecord, type getRecord } from "#contract/field/records.ts";
import type { Reply } from "#contract/route.ts";
import { formatInstant, formatNumber } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { Answer } from "#panels/answer.tsx";
import { useMe } from "#panels/me.ts";
import { lazyOffice } from "#panels/office-words.ts";
import { useStores } from "#state/stores.tsx";
import { openRecord } from "#state/supervise.ts";
import { select } from "#state/view.ts";
import { Empty } from "#ui/notice.tsx";
import { Section } from "#ui/section.tsx";
import { Facts } from "./facts.tsx";
import { FieldFile } from "./field-file.tsx";
import { nearPipeWords } from "./near-pipe-words.ts";
import { Person } from "./person.tsx";
import { kindWord } from "./words.ts";
import "#ui/button.css";

const LeakReadings = lazyOffice(() => import("#panels/field/leak/leak-readings.tsx"), "LeakReadings");

type Found = Reply<typeof getRecord>;
const PLACE_ZOOM = 17;

/** One record with all that stands for it: times, person, device, place, photos, marks and receipt. */
export function EvidencePage({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const { view } = useStores();
  const record = useQuery(recordQuery(id));
  const isMissing = record.error instanceof ApiError && record.error.status === 404;
  return (
    <>
      <div className="supervise-tools">
        <button type="button" className="button outlined" onClick={() => openRecord(view, null)}>
          {t("supervise.evidence.back")}
        </button>
      </div>
      {isMissing ? (
        <Empty>{t("supervise.evidence.missing")}</Empty>
      ) : (
        <Answer query={record}>{(data) => <Evidence found={data} />}</Answer>
      )}
    </>
  );
}

function Evidence({ found }: { readonly found: Found }) {
  const { t } = useTranslation();
  const { line, receipt, sentBy } = found;
  // A newer app may say what this page does not know: what is not understood is left to the content below.
  const read = FieldRecord.safeParse(found.record);
  const sent = read.success ? read.data : null;
  return (
    <>
      <Section title={kindWord(t, line.kind)} unit={t(`supervise.state.${receipt.state}`)}>
        <Facts
          rows={[
            [t("supervise.evidence.author"), `${line.authorName}（${line.author}）`],
            [t("supervise.evidence.sentBy"), sentBy],
            [t("supervise.evidence.device"), sent?.device.id],
            [t("supervise.evidence.app"), sent && `${sent.device.app} · ${sent.device.platform}`],
            [t("supervise.evidence.form"), sent && t("supervise.evidence.formVersion", sent.form)],
            [t("supervise.evidence.clock"), clockText(t, sent?.clockOffsetMs ?? null)],
          ]}
        />
      </Section>
      {line.kind === "check" && line.subject !== null && <Person customerId={line.subject} />}
      <Flags found={found} />
      <Section title={t("supervise.evidence.times")}>
        <Facts
          rows={[
            [t("supervise.evidence.started"), instant(sent?.startedAt)],
            [t("supervise.evidence.finished"), instant(line.finishedAt)],
            [t("supervise.evidence.received"), instant(receipt.receivedAt)],
            [t("supervise.evidence.accepted"), instant(receipt.acceptedAt)],
            [t("supervise.evidence.counted"), instant(receipt.countedAt)],
          ]}
        />
      </Section>
      <Place found={found} accuracyM={sent?.place?.accuracyM ?? null} />
      <NearPipe found={found} />
      {line.kind === "leak_survey" && sent && (
        <Suspense>
          <LeakReadings body={sent.body} form={sent.form} nearPipes={found.nearPipes} />
        </Suspense>
      )}
      <Photos found={found} />
      <Section title={t("supervise.evidence.receipt")}>
        <Facts
          rows={[
            [t("supervise.evidence.number"), receipt.id],
            [t("supervise.evidence.hash"), receipt.hash],
            [
              t("supervise.evidence.reasons"),
              receipt.reasons.map((reason) => t(`field.reason.${reason}`)).join("；") || undefined,
            ],
          ]}
        />
        <details>
          <summary>{t("supervise.evidence.content")}</summary>
          <p className="quiet">{t("supervise.evidence.contentNote")}</p>
          <pre className="supervise-content">{JSON.stringify(found.record, null, 1)}</pre>
        </details>
      </Section>
    </>
  );
}

const instant = (at: string | null | undefined): string | undefined =>
  at ? formatInstant(at, languageNow()) : undefined;

const clockText = (t: TFunction, ms: number | null): string =>
  ms === null
    ? t("supervise.evidence.clockUnknown")
    : t("supervise.evidence.clockMs", { s: formatNumber(ms / 1000, languageNow(), 1) });

function Flags({ found: { flags } }: { readonly found: Found }) {
  const { t } = useTranslation();
  return (
    <Section title={t("supervise.evidence.flags")}>
      {flags.length === 0 ? (
        <p className="quiet">{t("supervise.evidence.noFlags")}</p>
      ) : (
        <>
          <ul className="supervise-marks">
            {flags.map(({ kind, evidence }) => (
              <li key={kind}>
                <strong>{t(`supervise.flag.${kind}`)}</strong>
                <code>{JSON.stringify(evidence)}</code>
              </li>
            ))}
          </ul>
          <p className="quiet">{t("supervise.flagNote")}</p>
        </>
      )}
    </Section>
  );
}

function Place({ found: { line }, accuracyM }: { readonly found: Found; readonly accuracyM: number | null }) {
  const { t } = useTranslation();
  const { camera } = useStores();
  const me = useMe();
  const { lngLat } = line;
  return (
    <Section title={t("supervise.evidence.place")}>
      {lngLat === null ? (
        <p className="quiet">{t("supervise.evidence.noPlace")}</p>
      ) : (
        <p className="supervise-chips">
          <span>
            {lngLat[0].toFixed(5)}, {lngLat[1].toFixed(5)}
          </span>
          {accuracyM !== null && (
            <span>{t("supervise.evidence.accuracy", { m: formatNumber(accuracyM, languageNow()) })}</span>
          )}
          <button
            type="button"
            className="button outlined"
            onClick={() => camera.say({ kind: "fly", lng: lngLat[0], lat: lngLat[1], zoom: PLACE_ZOOM })}
          >
            {t("supervise.evidence.onMap")}
          </button>
        </p>
      )}
      {seesWays(me.role) && <p className="quiet">{t("supervise.evidence.wayOnMap")}</p>}
    </Section>
  );
}

const NAMES_PIPES = ["finding", "work_notice"];

/** The pipe nearest to where something was found that names none; that there is none is said too. A survey's stand by its readings. */
function NearPipe({ found: { line, nearPipes } }: { readonly found: Found }) {
  const { t } = useTranslation();
  const { view } = useStores();
  const [near] = nearPipes;
  if (!NAMES_PIPES.includes(line.kind)) return null;
  if (near === undefined) return <p className="quiet">{t("supervise.evidence.noNearPipe")}</p>;
  return (
    <p className="supervise-chips">
      <span>{nearPipeWords(t, { pipeId: near.pipeId, pipeDistanceM: near.distanceM })}</span>
      <button type="button" className="button outlined" onClick={() => select(view, { kind: "pipe", id: near.pipeId })}>
        {t("supervise.evidence.openPipe")}
      </button>
    </p>
  );
}

function Photos({ found: { files } }: { readonly found: Found }) {
  const { t } = useTranslation();
  return (
    <Section title={t("supervise.evidence.photos")}>
      {files.length === 0 ? (
        <p className="quiet">{t("supervise.evidence.noPhotos")}</p>
      ) : (
        <ul className="supervise-photos">
          {files.map(({ id, mime, kind, isWhole, item }) => (
            <li key={id}>
              <FieldFile id={id} mime={mime} isWhole={isWhole} />
              <span>
                {t(`field.fileKind.${fileKind(kind)}`)} {item}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

const FILE_KINDS = ["photo", "sketch", "voice", "signature", "notice"] as const;
const fileKind = (kind: string) => FILE_KINDS.find((one) => one === kind) ?? "other";
