import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { DraftKeeper } from "#api/outbox/draft-keeper.ts";
import { fieldRecord } from "#api/outbox/field-record.ts";
import { formatAge, formatMinute, formatNumber } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { lineM } from "#lib/measure.ts";
import { Empty, Skeleton } from "#ui/notice.tsx";
import { Section } from "#ui/section.tsx";
import { askPosition } from "#panels/field/evidence/position.ts";
import { useField, useLedger } from "#panels/field/field-context.tsx";
import { FinishFoot } from "#panels/field/finish-foot.tsx";
import { beginSurvey } from "#panels/field/leak/leak-draft.ts";
import { useKeeper, useKept } from "#panels/field/use-keeper.ts";
import { beginFinding, type PatrolDraft, patrolBody, paused } from "./patrol-draft.ts";
import type { Columns } from "./track.ts";
import { tracksOf } from "./track-recorder.ts";

const titleOf = ({ title }: PatrolDraft) => title;

/** The patrol that is on its way: its track, check points, and what was found. */
export function PatrolPage({ draft }: { readonly draft: string }) {
  const { t } = useTranslation();
  const isReady = useLedger((view) => view.isReady);
  const keeper = useKeeper<PatrolDraft>(draft, titleOf);
  if (!isReady) return <Skeleton lines={6} />;
  if (!keeper) return <Empty>{t("field.check.gone")}</Empty>;
  return <Patrol keeper={keeper} />;
}

/** Metres and points written down so far, and how exact the last one is. */
function useWay(patrolId: string) {
  const { records, drafts } = useLedger(({ records, drafts }) => ({ records, drafts }));
  const bodies = [
    ...records.filter(({ kind }) => kind === "track").map(({ sealed }) => sealed.body),
    ...drafts
      .filter(({ kind }) => kind === "track")
      .map(({ content }) => {
        const { patrolId: of, points } = content as unknown as { patrolId: string; points: Columns };
        return { patrolId: of, ...points };
      }),
  ].filter((body) => body.patrolId === patrolId) as unknown as readonly Columns[];
  const metres = bodies.reduce(
    (sum, { lng, lat }) => sum + lineM(lng.map((x, i): [number, number] => [x, lat[i] as number])),
    0,
  );
  const points = bodies.reduce((sum, { t }) => sum + t.length, 0);
  const newest = bodies.reduce<{ t: number; accuracyM: number } | null>((best, { t, accuracyM }) => {
    const [at, exact] = [t.at(-1), accuracyM.at(-1)];
    return at !== undefined && exact !== undefined && (best === null || at > best.t)
      ? { t: at, accuracyM: exact }
      : best;
  }, null);
  return { metres, points, accuracyM: newest?.accuracyM ?? null };
}

function Patrol({ keeper }: { readonly keeper: DraftKeeper<PatrolDraft> }) {
  const { t } = useTranslation();
  const { outbox, open } = useField();
  const { content, disk } = useKept(keeper);
  const { metres, points, accuracyM } = useWay(keeper.id);
  const language = languageNow();
  const now = Date.now();
  const until = content.pausedAt ?? now;
  const walkedS = Math.max(0, until - Date.parse(content.startedAt) - content.pausedMs) / 1000;
  const report = async () => {
    // A phone that cannot keep it says so in the line at the top.
    const id = await beginFinding(outbox, keeper.id, Date.now()).catch(() => null);
    if (id) open({ is: "finding", draft: id });
  };
  const survey = async () => {
    const asked = { taskId: null, patrolId: keeper.id, title: t("field.kind.leak_survey") };
    const id = await beginSurvey(outbox, asked, Date.now()).catch(() => null);
    if (id) open({ is: "leak", draft: id });
  };
  return (
    <article className="field-check">
      <header className="field-door">
        <h2>{content.title}</h2>
        <p>
          {t(content.pausedAt === null ? "field.day.running" : "field.day.paused", {
            age: formatAge(walkedS, language),
          })}
        </p>
        <p className="quiet">
          {points === 0 || accuracyM === null
            ? t("field.patrol.noTrack")
            : t("field.patrol.track", {
                metres: formatNumber(Math.round(metres), language),
                points,
                accuracy: formatNumber(Math.round(accuracyM), language),
              })}
        </p>
        <p className="quiet">{t("field.patrol.screenOn")}</p>
      </header>
      <div className="field-row field-deeds">
        <button
          type="button"
          className="button outlined"
          onClick={() => keeper.change((draft) => paused(draft, Date.now()))}
        >
          {t(content.pausedAt === null ? "field.day.do.pause" : "field.day.do.resume")}
        </button>
        <button type="button" className="button outlined" onClick={() => void report()}>
          {t("field.patrol.report")}
        </button>
        <button type="button" className="button outlined" onClick={() => void survey()}>
          {t("field.kind.leak_survey")}
        </button>
      </div>
      <CheckPoints keeper={keeper} />
      <Section title={t("field.check.note")}>
        <textarea
          className="field-input"
          rows={2}
          maxLength={2000}
          aria-label={t("field.check.note")}
          value={content.note}
          onChange={(event) => keeper.change((draft) => ({ ...draft, note: event.target.value }))}
        />
      </Section>
      <FinishPatrol keeper={keeper} disk={disk} />
    </article>
  );
}

/** Places that were looked at, each with where and when. */
function CheckPoints({ keeper }: { readonly keeper: DraftKeeper<PatrolDraft> }) {
  const { t } = useTranslation();
  const { outbox, say } = useField();
  const { content } = useKept(keeper);
  const [isBusy, setBusy] = useState(false);
  const mark = async () => {
    setBusy(true);
    const fix = await askPosition();
    setBusy(false);
    if (!fix) return say(t("field.patrol.noPosition"));
    const point = { id: outbox.newId(), at: new Date().toISOString(), lngLat: fix.lngLat, note: "", photos: [] };
    keeper.change((draft) => ({ ...draft, points: [...draft.points, point] }));
  };
  return (
    <Section title={t("field.patrol.points")}>
      <ol className="field-list">
        {content.points.map(({ id, at, note }, n) => (
          <li key={id} className="field-stack">
            <span>{`${n + 1} · ${formatMinute(at, languageNow())}`}</span>
            <input
              className="field-input"
              aria-label={t("field.patrol.pointNote", { n: n + 1 })}
              placeholder={t("field.patrol.pointNote", { n: n + 1 })}
              value={note}
              maxLength={2000}
              onChange={(event) => {
                const { value } = event.target;
                keeper.change((draft) => ({
                  ...draft,
                  points: draft.points.map((point) => (point.id === id ? { ...point, note: value } : point)),
                }));
              }}
            />
          </li>
        ))}
      </ol>
      <button type="button" className="button outlined" disabled={isBusy} onClick={() => void mark()}>
        {t("field.patrol.mark")}
      </button>
    </Section>
  );
}

interface FinishProps {
  readonly keeper: DraftKeeper<PatrolDraft>;
  readonly disk: "saved" | "saving" | "failed";
}

/** Seals the patrol. Its track's last piece is sealed by the recorder, once there is no patrol on its way. */
function FinishPatrol({ keeper, disk }: FinishProps) {
  const { t } = useTranslation();
  const { outbox, me, go, place, say } = useField();
  const [hasFailed, setFailed] = useState(false);
  const seal = async () => {
    try {
      await keeper.settle();
      const { content, files } = keeper.store.getState();
      await outbox.seal(
        fieldRecord({
          id: keeper.id,
          kind: "patrol",
          form: { id: "patrol", version: 1 },
          author: me.account,
          startedAt: content.startedAt,
          place: null,
          taskId: content.taskId,
          body: patrolBody(content, tracksOf(outbox, keeper.id), Date.now()),
          attachments: files,
        }),
        content.title,
      );
      say(t("field.patrol.saved"));
      go({ ...place, open: null });
    } catch {
      setFailed(true);
    }
  };
  return <FinishFoot disk={disk} hasFailed={hasFailed} label={t("field.patrol.finish")} onFinish={() => void seal()} />;
}
