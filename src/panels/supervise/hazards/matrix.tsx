import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { HazardCell } from "#contract/field/hazard-board.ts";
import { HAZARD_GRADES } from "#contract/gas.ts";
import { formatNumber } from "#lib/format.ts";
import {
  type BoardFilter,
  isPlacePicked,
  type MatrixPlace,
  matrixOf,
  pickPlace,
  type SideAxis,
} from "#lib/hazard-facets.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { WarningMark } from "#ui/mark.tsx";
import { GRADE_MARK, valueWords } from "./words.ts";

interface MatrixProps {
  readonly cells: readonly HazardCell[];
  readonly filter: BoardFilter;
  readonly axis: SideAxis;
  readonly onPick: (filter: BoardFilter) => void;
}

/** Grades against the values of one axis; each number, row and column opens its list. */
export function Matrix({ cells, filter, axis, onPick }: MatrixProps) {
  const { t } = useTranslation();
  const { rows, sums, all } = matrixOf(cells, filter, axis);
  const shown = rows.filter(({ value, count }) => count > 0 || filter[axis] === value);
  const place = (at: MatrixPlace<SideAxis>) => ({
    isPicked: isPlacePicked(filter, axis, at),
    onPick: () => onPick(pickPlace(filter, axis, at)),
  });
  const number = (count: number) => formatNumber(count, languageNow());
  return (
    <div className="table-scroll">
      <table className="data-table hazard-matrix">
        <thead>
          <tr>
            <th scope="col">{t(`board.axis.${axis}`)}</th>
            {HAZARD_GRADES.map((grade) => (
              <th key={grade} scope="col" className="number">
                <Pick name={t("board.pick", { name: t(`gas.hazardGrade.${grade}`) })} {...place({ grade })}>
                  <WarningMark level={GRADE_MARK[grade]} /> {t(`board.grade.${grade}`)}
                </Pick>
              </th>
            ))}
            <th scope="col" className="number">
              {t("board.sum")}
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ value, count, grades }) => {
            const name = valueWords(t, axis, value);
            return (
              <tr key={value}>
                <th scope="row">
                  <Pick name={t("board.pick", { name })} {...place({ value })}>
                    {name}
                  </Pick>
                </th>
                {grades.map(({ value: grade, count: n }) => (
                  <td key={grade} className="number">
                    {n === 0 ? (
                      <span className="quiet">–</span>
                    ) : (
                      <Pick
                        name={t("board.place", { grade: t(`gas.hazardGrade.${grade}`), name, count: n })}
                        {...place({ grade, value })}
                      >
                        {number(n)}
                      </Pick>
                    )}
                  </td>
                ))}
                <td className="number strong">{number(count)}</td>
              </tr>
            );
          })}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t("board.sum")}</th>
            {sums.map(({ value, count }) => (
              <td key={value} className="number">
                {number(count)}
              </td>
            ))}
            <td className="number strong">{number(all)}</td>
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

interface PickProps {
  readonly name: string;
  readonly isPicked: boolean;
  readonly onPick: () => void;
  readonly children: ReactNode;
}

function Pick({ name, isPicked, onPick, children }: PickProps) {
  return (
    <button type="button" className="head-button" aria-label={name} aria-pressed={isPicked} onClick={onPick}>
      {children}
    </button>
  );
}
