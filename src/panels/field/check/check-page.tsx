import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { DraftKeeper } from "#api/outbox/draft-keeper.ts";
import { fieldRecord } from "#api/outbox/field-record.ts";
import type { Checklist } from "#contract/field/checklists.ts";
import type { FieldTask } from "#contract/field/tasks.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { Empty, Failed, Skeleton } from "#ui/notice.tsx";
import { dayOfField } from "#panels/field/day.ts";
import { askPosition } from "#panels/field/evidence/position.ts";
import { useField, useLedger } from "#panels/field/field-context.tsx";
import { Unfinished } from "#panels/field/today/unfinished.tsx";
import { listOf, useChecklists, useFieldTasks } from "#panels/field/use-field-data.ts";
import { useKeeper, useKept } from "#panels/field/use-keeper.ts";
import { bodyOf, type CheckDraft, lacks, manifestOf, withHazardIds } from "./check-draft.ts";
import { DoorHead } from "./door-head.tsx";
import { EnteredForm } from "./entered-form.tsx";
import { FinishBar } from "./finish-bar.tsx";
import { OutcomeChoice } from "./outcome-choice.tsx";
import { VisitEvidence } from "./visit-evidence.tsx";

const titleOf = ({ address }: CheckDraft) => address;

/** The form of one door, as far as it is filled in. */
export function CheckPage({ draft }: { readonly draft: string }) {
  const { t } = useTranslation();
  const isReady = useLedger((view) => view.isReady);
  const keeper = useKeeper<CheckDraft>(draft, titleOf);
  const lists = useChecklists();
  const tasks = useFieldTasks();
  if (!isReady || lists.isPending) return <Skeleton lines={8} />;
  if (!keeper)
    return (
      <>
        <Empty>{t("field.check.gone")}</Empty>
        <Unfinished />
      </>
    );
  const list = listOf(lists.data?.value.checklists ?? [], keeper.store.getState().content.form);
  if (!list) return lists.isError ? <Failed error={lists.error} onRetry={() => void lists.refetch()} /> : null;
  const task = tasks.data?.value.tasks.find(({ id }) => id === keeper.store.getState().content.taskId);
  return <CheckForm keeper={keeper} list={list} task={task} />;
}

/** Asks where the phone is, once, as soon as the form is open. */
function useStartPlace(keeper: DraftKeeper<CheckDraft>) {
  useEffect(() => {
    if (keeper.store.getState().content.place !== null) return;
    void askPosition().then((place) => {
      if (place) keeper.change((draft) => ({ ...draft, place: draft.place ?? place }));
    });
  }, [keeper]);
}

interface FormProps {
  readonly keeper: DraftKeeper<CheckDraft>;
  readonly list: Checklist;
  readonly task: FieldTask | undefined;
}

function CheckForm({ keeper, list, task }: FormProps) {
  const { outbox } = useField();
  const { content, files, disk } = useKept(keeper);
  const day = dayOfField(Date.now());
  useStartPlace(keeper);
  const change = (how: (draft: CheckDraft) => CheckDraft) =>
    keeper.change((draft) => withHazardIds(how(draft), list, day, outbox.newId));
  const parts = { draft: content, files, list, day, change, keeper };
  return (
    <article className="field-check" lang={languageNow()}>
      <DoorHead draft={content} task={task} />
      <OutcomeChoice
        list={list}
        chosen={content.outcome}
        onChosen={(outcome) => change((draft) => ({ ...draft, outcome }))}
      />
      {content.outcome === "entered" && <EnteredForm {...parts} previous={task?.previous ?? null} />}
      {content.outcome !== null && <VisitEvidence {...parts} />}
      <Finish keeper={keeper} list={list} day={day} disk={disk} />
    </article>
  );
}

interface FinishProps {
  readonly keeper: DraftKeeper<CheckDraft>;
  readonly list: Checklist;
  readonly day: string;
  readonly disk: "saved" | "saving" | "failed";
}

/** Seals the record. What is lacking is said first; who cannot bring it may save all the same, and the server flags it. */
function Finish({ keeper, list, day, disk }: FinishProps) {
  const { t } = useTranslation();
  const { outbox, me, go, say, place } = useField();
  const [failure, setFailure] = useState<unknown>(null);
  const { content, files } = useKept(keeper);
  const missing = lacks(content, list, files, day);

  const seal = async () => {
    const { content: draft, files: all } = keeper.store.getState();
    const body = bodyOf(draft, list, day);
    try {
      await keeper.settle();
      await outbox.seal(
        fieldRecord({
          id: keeper.id,
          kind: "check",
          form: draft.form,
          author: me.account,
          startedAt: draft.startedAt,
          place: draft.place,
          taskId: draft.taskId,
          body,
          attachments: manifestOf(body, all),
        }),
        draft.address,
        body.hazards.some(({ grade }) => grade === "major"),
      );
      say(t("field.check.saved", { address: draft.address }));
      go({ ...place, open: body.hazards.length > 0 ? { is: "notice", record: keeper.id } : null });
    } catch (error) {
      setFailure(error);
    }
  };
  return (
    <FinishBar list={list} missing={missing} disk={disk} hasFailed={failure !== null} onFinish={() => void seal()} />
  );
}
