import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { forgetHazards } from "#api/hazard-news.ts";
import { hazardAssigneesQuery, takeHazardStep } from "#api/hazards.ts";
import type { HazardStep } from "#contract/field/hazard-words.ts";
import type { getHazard, Hazard } from "#contract/field/hazards.ts";
import { HAZARD_GRADES, type HazardGrade } from "#contract/gas.ts";
import type { Reply } from "#contract/route.ts";
import { AskEnd } from "#panels/alarms/ask-end.tsx";
import "#ui/button.css";
import { problemWords } from "#ui/problem-words.ts";
import { Section } from "#ui/section.tsx";

/** Steps whose evidence is a photo taken on the spot: they come from a phone alone. */
const ON_SPOT_ALONE: readonly HazardStep[] = ["fix", "recheck_pass", "recheck_fail"];

/** What the caller may do with a hazard now, at a desk. */
export function DeskSteps({ found: { hazard, next } }: { readonly found: Reply<typeof getHazard> }) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<HazardStep | null>(null);
  const steps = next.filter((step) => !ON_SPOT_ALONE.includes(step));
  const isOpen = asked !== null && steps.includes(asked);
  return (
    <Section title={t("board.steps.title")}>
      {steps.length === 0 && <p className="quiet">{t("board.steps.none")}</p>}
      <div className="supervise-chips">
        {steps.map((step) => (
          <button
            key={step}
            type="button"
            className="button outlined chip"
            aria-pressed={asked === step}
            onClick={() => setAsked(asked === step ? null : step)}
          >
            {t(`field.hazard.step.${step}`)}
          </button>
        ))}
      </div>
      {steps.length < next.length && <p className="quiet">{t("board.steps.photo")}</p>}
      {isOpen && <StepForm key={asked} hazard={hazard} step={asked} onClose={() => setAsked(null)} />}
    </Section>
  );
}

interface StepFormProps {
  readonly hazard: Hazard;
  readonly step: HazardStep;
  readonly onClose: () => void;
}

/** One step with what it needs. What was typed stays when it fails; sent twice it is one, for its id is made once. */
function StepForm({ hazard, step, onClose }: StepFormProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [id] = useState(() => crypto.randomUUID());
  const [note, setNote] = useState("");
  const [assignee, setAssignee] = useState("");
  const [grade, setGrade] = useState<HazardGrade>(hazard.grade);
  const [day, setDay] = useState("");
  const work = useMutation({
    mutationFn: () =>
      takeHazardStep(hazard.id, {
        id,
        step,
        note,
        assignee: step === "dispatch" ? assignee : null,
        grade: step === "grade" ? grade : null,
        dueAt: step === "extend" ? endOf(day) : null,
      }),
    onSuccess: onClose,
    // Also where it failed: somebody may have been quicker, and the hazard stands elsewhere now.
    onSettled: () => forgetHazards(queries),
  });
  const isReady = (step !== "dispatch" || assignee !== "") && (step !== "extend" || day !== "");
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady && !work.isPending) work.mutate();
  };
  return (
    <form className="supervise-form hazard-form" onSubmit={onSubmit} aria-label={t(`field.hazard.step.${step}`)}>
      {step === "dispatch" && <Assignees hazardId={hazard.id} value={assignee} onChange={setAssignee} />}
      {step === "grade" && (
        <label>
          {t("board.steps.grade")}
          <select value={grade} onChange={({ target }) => setGrade(target.value as HazardGrade)}>
            {HAZARD_GRADES.map((one) => (
              <option key={one} value={one}>
                {t(`gas.hazardGrade.${one}`)}
              </option>
            ))}
          </select>
        </label>
      )}
      {step === "extend" && (
        <label>
          {t("board.steps.due")}
          <input type="date" value={day} onChange={({ target }) => setDay(target.value)} />
        </label>
      )}
      <label>
        {t("board.steps.note")}
        <textarea rows={2} maxLength={2000} value={note} onChange={({ target }) => setNote(target.value)} />
      </label>
      {work.isError && (
        <p className="notice failed" role="alert">
          {t("board.steps.failed", { reason: problemWords(work.error) })}
        </p>
      )}
      <AskEnd send={t("board.steps.send")} isReady={isReady && !work.isPending} onClose={onClose} />
    </form>
  );
}

/** The last moment of a day in the house's time. */
const endOf = (day: string): string => `${day}T23:59:59+08:00`;

interface AssigneesProps {
  readonly hazardId: string;
  readonly value: string;
  readonly onChange: (id: string) => void;
}

function Assignees({ hazardId, value, onChange }: AssigneesProps) {
  const { t } = useTranslation();
  const people = useQuery(hazardAssigneesQuery(hazardId));
  return (
    <label>
      {t("board.steps.who")}
      <select value={value} onChange={({ target }) => onChange(target.value)} disabled={people.isPending}>
        <option value="">{t("board.steps.whoNone")}</option>
        {people.data?.map(({ id, name, openTasks }) => (
          <option key={id} value={id}>
            {t("board.steps.person", { name, count: openTasks })}
          </option>
        ))}
      </select>
      {people.isError && (
        <span className="hazard-late" role="alert">
          {problemWords(people.error)}
        </span>
      )}
    </label>
  );
}
