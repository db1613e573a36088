import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { areasQuery } from "#api/areas.ts";
import { formatNumber } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { Skeleton } from "#ui/notice.tsx";
import type { ModelWorkNow } from "./use-model.ts";

export function LoadingNetwork({ area }: { readonly area: string | null }) {
  const { t } = useTranslation();
  return (
    <>
      <p className="model-note" role="status">
        {t("model.loadingNetwork", { area: useAreaName(area) })}
      </p>
      <Skeleton lines={6} />
    </>
  );
}

/** Says that the network is at hand: an inspector may walk out of reach now. */
export function Ready({ work: { area, network } }: { readonly work: ModelWorkNow }) {
  const { t } = useTranslation();
  const name = useAreaName(area);
  if (!network.data) return null;
  return (
    <p className="model-note quiet">
      {t("model.ready", { area: name, mb: formatNumber(network.data.bytes / 1e6, languageNow(), 1) })}
    </p>
  );
}

function useAreaName(code: string | null): string {
  const areas = useQuery(areasQuery).data?.areas;
  return areas?.find((area) => area.code === code)?.name ?? code ?? "";
}
