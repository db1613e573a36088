import { useTranslation } from "react-i18next";
import type { Station } from "#contract/station.ts";
import { formatDay, formatNumber } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { Empty } from "#ui/notice.tsx";
import { Section } from "#ui/section.tsx";

type Node = Station["nodes"][number];

/** Valves and regulators of a station, with what counts when gas must be shut off. */
export function Equipment({ nodes }: { readonly nodes: readonly Node[] }) {
  const { t } = useTranslation();
  return (
    <Section title={t("asset.equipment")}>
      {nodes.length === 0 ? (
        <Empty>{t("asset.noEquipment")}</Empty>
      ) : (
        <ul className="equipment">
          {nodes.map((node) => (
            <Line key={node.id} node={node} />
          ))}
        </ul>
      )}
    </Section>
  );
}

function Line({ node }: { readonly node: Node }) {
  const { t } = useTranslation();
  const language = languageNow();
  return (
    <li>
      <span>{`${t(`gas.nodeKind.${node.kind}`)} ${node.name ?? node.id}`}</span>
      {node.isOpen !== null && <span>{node.isOpen ? t("asset.open") : t("asset.closed")}</span>}
      {node.condition !== null && (
        <span className={node.condition === "operable" ? "quiet" : "bad"}>
          {t(`gas.nodeCondition.${node.condition}`)}
        </span>
      )}
      {node.isMotorised !== null && (
        <span className="quiet">{node.isMotorised ? t("asset.motorised") : t("asset.manual")}</span>
      )}
      {node.setPointKPa !== null && (
        <span className="quiet">{`${t("asset.setPoint")} ${formatNumber(node.setPointKPa, language, 2)} kPa`}</span>
      )}
      {node.lastExercised !== null && (
        <span className="quiet">{`${t("asset.lastExercised")} ${formatDay(node.lastExercised, language)}`}</span>
      )}
    </li>
  );
}
