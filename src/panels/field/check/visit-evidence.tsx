import { useTranslation } from "react-i18next";
import { outcomeRule } from "#contract/field/checklist-rules.ts";
import type { OutcomeRule } from "#contract/field/checklists.ts";
import { DAY_MS, localText, localTime } from "#lib/day.ts";
import { Section } from "#ui/section.tsx";
import { Photos } from "#panels/field/evidence/photos.tsx";
import { withoutPhoto, withPhoto } from "./check-draft.ts";
import type { FormParts } from "./form-parts.ts";

const HOUR_MS = 3_600_000;

/** What the outcome asks for beside answers: photos, a second appointment, a note. */
export function VisitEvidence(parts: FormParts) {
  const { t } = useTranslation();
  const { draft, list, change } = parts;
  const rule = outcomeRule(list, draft.outcome ?? "");
  if (!rule) return null;
  return (
    <>
      {rule.files
        .filter((kind) => kind !== "signature")
        .map((kind) => (
          <KindPhotos key={kind} kind={kind} {...parts} />
        ))}
      {rule.againWithinDays !== null && <Appointment rule={rule} {...parts} />}
      <Section title={t("field.check.note")}>
        <textarea
          className="field-input"
          rows={3}
          maxLength={2000}
          aria-label={t("field.check.note")}
          value={draft.note}
          onChange={(event) => change((before) => ({ ...before, note: event.target.value }))}
        />
      </Section>
    </>
  );
}

type Kind = OutcomeRule["files"][number];

function KindPhotos({ kind, draft, files, keeper, change }: FormParts & { readonly kind: Kind }) {
  const { t } = useTranslation();
  const name = t(`field.fileKind.${kind}`);
  return (
    <Section title={name}>
      <p className="quiet">{t("field.check.evidenceHint")}</p>
      <Photos
        label={name}
        files={files.filter((file) => draft.photos.includes(file.id) && file.kind === kind)}
        onTaken={async ({ mime, bytes }) => {
          const id = await keeper.addFile(kind, mime, null, bytes);
          change((before) => withPhoto(before, null, id));
        }}
        onDropped={(id) => {
          change((before) => withoutPhoto(before, null, id));
          keeper.dropFile(id);
        }}
      />
    </Section>
  );
}

/** When to come again. The time is the province's. */
function Appointment({ rule, draft, change }: FormParts & { readonly rule: OutcomeRule }) {
  const { t } = useTranslation();
  const from = draft.appointment ? localText(Date.parse(draft.appointment.from)) : "";
  const days = rule.againWithinDays ?? 0;
  const set = (text: string) => {
    const at = localTime(text);
    const appointment =
      at === null
        ? null
        : {
            from: new Date(at).toISOString(),
            to: new Date(at + 2 * HOUR_MS).toISOString(),
            note: draft.appointment?.note ?? "",
          };
    change((before) => ({ ...before, appointment }));
  };
  return (
    <Section title={t("field.check.appointment")}>
      <p className="quiet">{t("field.check.againWithin", { days })}</p>
      <input
        className="field-input"
        type="datetime-local"
        aria-label={t("field.check.appointment")}
        value={from}
        min={localText(Date.now())}
        max={localText(Date.now() + days * DAY_MS)}
        onChange={(event) => set(event.target.value)}
      />
    </Section>
  );
}
