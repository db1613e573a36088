import { useTranslation } from "react-i18next";
import { useStores } from "#state/stores.tsx";
import { drillTo } from "#state/view.ts";
import { Icon } from "#ui/icon.tsx";
import { Menu } from "#ui/menu.tsx";
import { type Crumb, usePlace } from "./place.ts";

/** 省 › 市 › 县 › 企业, each a way back up; after the last one, the ways down. */
export function Breadcrumb() {
  const { t } = useTranslation();
  const { view } = useStores();
  const { crumbs, root, enterpriseId, here, children } = usePlace();
  const last = crumbs.length - 1;
  const goTo = (code: string) => drillTo(view, code === root ? null : code);

  return (
    <nav className="breadcrumb" aria-label={t("shell.breadcrumb")}>
      <ol>
        {crumbs.map((crumb, i) => (
          <li key={crumb.code}>
            {i > 0 && <Icon name="right" size={12} />}
            <CrumbMark crumb={crumb} isLast={i === last} onGo={() => goTo(crumb.code)} />
          </li>
        ))}
        {enterpriseId === null && children.length > 0 && (
          <li>
            <Menu
              key={here}
              label={t("overview.enter", { name: "…" })}
              button={<Icon name="down" size={12} />}
              items={children.map((child) => ({
                id: child.code,
                label: child.name,
                onChoose: () => drillTo(view, child.code),
              }))}
            />
          </li>
        )}
      </ol>
    </nav>
  );
}

function CrumbMark({ crumb, isLast, onGo }: { crumb: Crumb; isLast: boolean; onGo: () => void }) {
  if (isLast)
    return (
      <span className="crumb" aria-current="page" title={crumb.name}>
        {crumb.name}
      </span>
    );
  if (!crumb.isOpen)
    return (
      <span className="crumb" title={crumb.name}>
        {crumb.name}
      </span>
    );
  return (
    <button type="button" className="crumb" title={crumb.name} onClick={onGo}>
      {crumb.name}
    </button>
  );
}
