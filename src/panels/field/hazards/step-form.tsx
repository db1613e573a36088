import { useState } from "react";
import { useTranslation } from "react-i18next";
import { fieldRecord } from "#api/outbox/field-record.ts";
import type { FileEntry } from "#api/outbox/ledger.ts";
import type { HazardEventBody } from "#contract/field/bodies.ts";
import type { Hazard } from "#contract/field/hazards.ts";
import { localText, localTime } from "#lib/day.ts";
import { Section } from "#ui/section.tsx";
import { Photos } from "#panels/field/evidence/photos.tsx";
import { askPosition } from "#panels/field/evidence/position.ts";
import type { Taken } from "#panels/field/evidence/shrink.ts";
import { useField, useLedger } from "#panels/field/field-context.tsx";
import { useHazardName } from "./hazards-page.tsx";
import { needsPhoto, type SpotStep } from "./steps.ts";

interface StepFormProps {
  readonly hazard: Hazard;
  readonly steps: readonly SpotStep[];
}

/** Takes a step with a hazard on the spot: a record like any other, kept on the phone until the server has it. */
export function StepForm({ hazard, steps }: StepFormProps) {
  const { t } = useTranslation();
  const [step, setStep] = useState<SpotStep | null>(null);
  const waiting = useLedger(({ records }) =>
    records.filter(
      ({ kind, state, sealed }) => kind === "hazard_event" && state !== "counted" && sealed.body.hazardId === hazard.id,
    ),
  );
  return (
    <Section title={t("field.hazard.do")}>
      {waiting.map(({ id, sealed, state }) => (
        <p key={id} className="quiet">
          {`${t(`field.hazard.step.${String(sealed.body.step) as "fix"}`)} · ${t(`field.state.${state}`)}`}
        </p>
      ))}
      {steps.length === 0 && <p className="quiet">{t("field.hazard.nothingHere")}</p>}
      <div className="choice">
        {steps.map((name) => (
          <button
            key={name}
            type="button"
            className="button outlined"
            aria-pressed={step === name}
            onClick={() => setStep(step === name ? null : name)}
          >
            {t(`field.hazard.step.${name}`)}
          </button>
        ))}
      </div>
      {step && <StepDetail key={step} hazard={hazard} step={step} onDone={() => setStep(null)} />}
    </Section>
  );
}

interface DetailProps {
  readonly hazard: Hazard;
  readonly step: SpotStep;
  readonly onDone: () => void;
}

/** What is being filled in for a step; sealed by `save`. */
function useStep({ hazard, step, onDone }: DetailProps) {
  const { t } = useTranslation();
  const { outbox, me, say } = useField();
  const nameOf = useHazardName();
  const [startedAt] = useState(() => new Date().toISOString());
  const [note, setNote] = useState("");
  const [due, setDue] = useState("");
  const [files, setFiles] = useState<readonly FileEntry[]>([]);
  const [hasFailed, setFailed] = useState(false);
  const dueAt = step === "extend" ? localTime(due) : null;
  const isWhole = (!needsPhoto(step) || files.length > 0) && (step !== "extend" || dueAt !== null);
  const save = async () => {
    const body: HazardEventBody = {
      hazardId: hazard.id,
      step,
      photos: files.map(({ id }) => id),
      dueAt: dueAt === null ? null : new Date(dueAt).toISOString(),
      grade: null,
      note,
    };
    const head = { id: outbox.newId(), kind: "hazard_event", form: { id: "hazard_event", version: 1 } } as const;
    try {
      const place = await askPosition();
      const record = fieldRecord({
        ...head,
        author: me.account,
        startedAt,
        place,
        taskId: null,
        body,
        attachments: files,
      });
      await outbox.seal(record, `${t(`field.hazard.step.${step}`)} ${nameOf(hazard)}`, hazard.grade === "major");
      say(t("field.hazard.saved"));
      onDone();
    } catch {
      setFailed(true);
    }
  };
  const addFile = async ({ mime, bytes }: Taken, kind: FileEntry["kind"]) => {
    const entry = await outbox.addFile(kind, mime, null, bytes);
    setFiles((before) => [...before, entry]);
  };
  const dropFile = (id: string) => setFiles((before) => before.filter((file) => file.id !== id));
  return { note, setNote, due, setDue, files, addFile, dropFile, hasFailed, isWhole, save };
}

function StepDetail(props: DetailProps) {
  const { t } = useTranslation();
  const { step } = props;
  const { note, setNote, due, setDue, files, addFile, dropFile, hasFailed, isWhole, save } = useStep(props);
  return (
    <div className="field-stack">
      <Photos label={t(`field.hazard.step.${step}`)} files={files} onTaken={addFile} onDropped={dropFile} />
      {step === "extend" && (
        <label className="field-stack">
          {t("field.hazard.newDue")}
          <input
            className="field-input"
            type="datetime-local"
            value={due}
            min={localText(Date.now())}
            onChange={(event) => setDue(event.target.value)}
          />
        </label>
      )}
      <textarea
        className="field-input"
        rows={2}
        maxLength={2000}
        aria-label={t("field.check.note")}
        placeholder={t("field.check.note")}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      {needsPhoto(step) && files.length === 0 && <p className="quiet">{t("field.hazard.photoNeeded")}</p>}
      {hasFailed && (
        <p className="field-wrong" role="alert">
          {t("field.check.notSaved")}
        </p>
      )}
      <button type="button" className="button main field-main" disabled={!isWhole} onClick={() => void save()}>
        {t("field.hazard.save")}
      </button>
    </div>
  );
}
