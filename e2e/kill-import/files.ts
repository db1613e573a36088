import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { creditCodeCheck } from "#server/files/check/credit-code.ts";

/** What one generation of the file holds: every pipe carries its diameter, so that a mixture shows. */
export interface Generation {
  readonly file: string;
  readonly dnMm: number;
  readonly rows: number;
}

const COUNTY = "130102";
const ENTERPRISE = "E1";

/** The enterprise and the node that all pipes refer to. */
export function writeGround(dir: string): { enterprises: string; nodes: string } {
  const first = "91130100000000001";
  const enterprises = join(dir, "enterprises.csv");
  const nodes = join(dir, "nodes.csv");
  writeFileSync(
    enterprises,
    "id,name,area_code,credit_code,licence_kind,licence_number,licence_expires\n" +
      `${ENTERPRISE},长安燃气,${COUNTY},${first}${creditCodeCheck(first)},piped,1,2030-01-01\n`,
  );
  writeFileSync(
    nodes,
    `id,kind,area_code,enterprise_id,pressure_level,lon,lat\nN1,tee,${COUNTY},${ENTERPRISE},MP_A,114.54,38.05\n`,
  );
  return { enterprises, nodes };
}

/** Generation `n`: its own diameter and its own number of rows. */
export function writeGeneration(dir: string, n: number, size: number): Generation {
  const dnMm = 50 + n;
  const rows = size + (n % 97);
  const file = join(dir, `pipes-${n}.csv`);
  const header =
    "id,area_code,enterprise_id,gas_kind,pressure_level,material,dn_mm,length_m,status,from_node,to_node,wkt";
  const lines = Array.from({ length: rows }, (_, i) => {
    const lng = 114.5 + (i % 300) * 0.0003;
    const lat = 38.02 + Math.floor(i / 300) * 0.0004;
    return `P${i},${COUNTY},${ENTERPRISE},urban_ng,MP_A,PE100,${dnMm},26,in_service,N1,N1,"LINESTRING (${lng} ${lat}, ${lng + 0.0003} ${lat})"`;
  });
  writeFileSync(file, `${[header, ...lines].join("\n")}\n`);
  return { file, dnMm, rows };
}
