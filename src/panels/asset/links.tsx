import { useTranslation } from "react-i18next";
import { PIPE_STATUSES } from "#contract/gas.ts";
import { useStores } from "#state/stores.tsx";
import { drillTo, select } from "#state/view.ts";
import "./asset.css";

/** To the overview of an area. */
export function PlaceLink({ code, name }: { readonly code: string; readonly name: string }) {
  const { view } = useStores();
  return (
    <button type="button" className="link" onClick={() => drillTo(view, code)}>
      {name}
    </button>
  );
}

/** To the panel of an enterprise. */
export function EnterpriseLink({ id, name }: { readonly id: string; readonly name: string }) {
  const { view } = useStores();
  return (
    <button type="button" className="link" onClick={() => select(view, { kind: "enterprise", id })}>
      {name}
    </button>
  );
}

/** A status of the closed list in words; any other as the file said it. */
export function StatusWord({ status }: { readonly status: string }) {
  const { t } = useTranslation();
  const known = PIPE_STATUSES.find((s) => s === status);
  return known ? t(`gas.pipeStatus.${known}`) : status;
}
