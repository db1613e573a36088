import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { DraftKeeper } from "#api/outbox/draft-keeper.ts";
import { fieldRecord } from "#api/outbox/field-record.ts";
import { FINDING_CODES, WORK_NOTICE_FORM } from "#contract/field/bodies.ts";
import { formatNumber } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { Empty, Skeleton } from "#ui/notice.tsx";
import { Section } from "#ui/section.tsx";
import { Photos } from "#panels/field/evidence/photos.tsx";
import { askPosition } from "#panels/field/evidence/position.ts";
import { Voice } from "#panels/field/evidence/voice.tsx";
import { useField, useLedger } from "#panels/field/field-context.tsx";
import { FinishFoot } from "#panels/field/finish-foot.tsx";
import { useKeeper, useKept } from "#panels/field/use-keeper.ts";
import { useWorkRule } from "#panels/field/works/use-works.ts";
import { type FindingDraft, findingBody, lackOf, workBody } from "./patrol-draft.ts";
import { WorkFields } from "./work-fields.tsx";

/** Something found on the way. */
export function FindingPage({ draft }: { readonly draft: string }) {
  const { t } = useTranslation();
  const isReady = useLedger((view) => view.isReady);
  const keeper = useKeeper<FindingDraft>(draft, ({ code }) => (code ? t(`field.finding.${code}`) : ""));
  if (!isReady) return <Skeleton lines={6} />;
  if (!keeper) return <Empty>{t("field.check.gone")}</Empty>;
  return <FindingForm keeper={keeper} />;
}

type Parts = { readonly keeper: DraftKeeper<FindingDraft> };

function FindingForm({ keeper }: Parts) {
  const { t } = useTranslation();
  const { content } = useKept(keeper);
  const { code, place, note, isHazard } = content;
  const [asks, setAsks] = useState(0);
  useEffect(() => {
    if (asks === 0 && keeper.store.getState().content.place !== null) return;
    void askPosition().then((fix) => fix && keeper.change((draft) => ({ ...draft, place: fix })));
  }, [keeper, asks]);
  return (
    <article className="field-check">
      <Section title={t("field.patrol.what")}>
        <fieldset className="choice field-choice" aria-label={t("field.patrol.what")}>
          {FINDING_CODES.map((name) => (
            <button
              key={name}
              type="button"
              className="button outlined"
              aria-pressed={code === name}
              onClick={() => keeper.change((draft) => ({ ...draft, code: name }))}
            >
              {t(`field.finding.${name}`)}
            </button>
          ))}
        </fieldset>
      </Section>
      <Section title={t("field.patrol.where")}>
        <p className="quiet">
          {place
            ? t("field.check.placed", { metres: formatNumber(place.accuracyM, languageNow()) })
            : t("field.check.notPlaced")}
        </p>
        <button type="button" className="button outlined" onClick={() => setAsks(asks + 1)}>
          {t("field.patrol.again")}
        </button>
      </Section>
      <Evidence keeper={keeper} />
      {code === "third_party_work" && <WorkFields keeper={keeper} />}
      <Section title={t("field.check.note")}>
        <textarea
          className="field-input"
          rows={3}
          maxLength={2000}
          aria-label={t("field.check.note")}
          value={note}
          onChange={(event) => keeper.change((draft) => ({ ...draft, note: event.target.value }))}
        />
        <label className="field-tick">
          <input
            type="checkbox"
            checked={isHazard}
            onChange={(event) => keeper.change((draft) => ({ ...draft, isHazard: event.target.checked }))}
          />
          {t("field.patrol.isHazard")}
        </label>
      </Section>
      <FinishFinding keeper={keeper} />
    </article>
  );
}

function Evidence({ keeper }: Parts) {
  const { t } = useTranslation();
  const { content, files } = useKept(keeper);
  const of = (ids: readonly string[]) => files.filter(({ id }) => ids.includes(id));
  const drop = (key: "photos" | "voice") => (id: string) => {
    keeper.change((draft) => ({ ...draft, [key]: draft[key].filter((one) => one !== id) }));
    keeper.dropFile(id);
  };
  return (
    <Section title={t("field.photo.label")}>
      <Photos
        label={t("field.fileKind.photo")}
        files={of(content.photos)}
        onTaken={async ({ mime, bytes }, kind) => {
          const id = await keeper.addFile(kind, mime, null, bytes);
          keeper.change((draft) => ({ ...draft, photos: [...draft.photos, id] }));
        }}
        onDropped={drop("photos")}
      />
      <Voice
        files={of(content.voice)}
        onTaken={async ({ mime, bytes }) => {
          const id = await keeper.addFile("voice", mime, null, bytes);
          keeper.change((draft) => ({ ...draft, voice: [...draft.voice, id] }));
        }}
        onDropped={drop("voice")}
      />
    </Section>
  );
}

/** Seals what was found, and the notice of third-party work with it; then it is back to the patrol. */
function useFinish({ keeper }: Parts) {
  const { t } = useTranslation();
  const { outbox, me, go, place: at, say } = useField();
  const [hasFailed, setFailed] = useState(false);
  const rule = useWorkRule() ?? null;
  const finish = async () => {
    try {
      await keeper.settle();
      const { content, files } = keeper.store.getState();
      const body = findingBody(content);
      if (!body) return;
      const { startedAt, place } = content;
      const shared = { author: me.account, startedAt, place, taskId: null } as const;
      const title = t(`field.finding.${body.code}`);
      const work = workBody(content, rule);
      // The notice first: its own id makes it one, however often it is sealed.
      if (work)
        await outbox.seal(
          fieldRecord({
            ...shared,
            id: content.work.recordId,
            kind: "work_notice",
            form: WORK_NOTICE_FORM,
            // The photos are the finding's; a file belongs to one record.
            body: { ...work, photos: [] },
            attachments: [],
          }),
          [title, work.name].filter(Boolean).join(" "),
        );
      await outbox.seal(
        fieldRecord({
          ...shared,
          id: keeper.id,
          kind: "finding",
          form: { id: "finding", version: 1 },
          body,
          attachments: files.filter(({ id }) => body.photos.includes(id) || body.voice.includes(id)),
        }),
        title,
        body.hazard !== null,
      );
      say(t("field.patrol.findingSaved"));
      go({ ...at, open: content.patrolId === null ? null : { is: "patrol", draft: content.patrolId } });
    } catch {
      setFailed(true);
    }
  };
  return { hasFailed, finish };
}

function FinishFinding({ keeper }: Parts) {
  const { t } = useTranslation();
  const { content, disk } = useKept(keeper);
  const { hasFailed, finish } = useFinish({ keeper });
  const lack = lackOf(content);
  return (
    <FinishFoot
      disk={disk}
      hasFailed={hasFailed}
      lack={lack && <p className="quiet">{t(`field.patrol.lack.${lack}`)}</p>}
      label={t("field.check.finish")}
      isHindered={lack !== null}
      onFinish={() => void finish()}
    />
  );
}
