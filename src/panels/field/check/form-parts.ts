import type { DraftKeeper } from "#api/outbox/draft-keeper.ts";
import type { FileEntry } from "#api/outbox/ledger.ts";
import type { Checklist } from "#contract/field/checklists.ts";
import type { CheckDraft } from "./check-draft.ts";

/** What every part of the check's form is given. */
export interface FormParts {
  readonly draft: CheckDraft;
  readonly files: readonly FileEntry[];
  readonly list: Checklist;
  /** Day of the visit, YYYY-MM-DD. */
  readonly day: string;
  readonly change: (how: (draft: CheckDraft) => CheckDraft) => void;
  readonly keeper: DraftKeeper<CheckDraft>;
}
