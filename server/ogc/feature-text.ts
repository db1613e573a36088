import { jsonValue } from "#server/features/json-value.ts";
import type { Row } from "#server/features/read-page.ts";

/**
 * A row as a GeoJSON feature. The geometry is JSON already, as the database wrote it: parsing a province's pipes only to write them again
 * takes longer than all the rest.
 */
export function featureText({ id, values, geometry }: Row, more: Readonly<Record<string, unknown>> = {}): string {
  const properties = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, jsonValue(value)]));
  const rest = Object.entries(more).map(([name, value]) => `,${JSON.stringify(name)}:${JSON.stringify(value)}`);
  return `{"type":"Feature","id":${JSON.stringify(id)},"geometry":${geometry ?? "null"},"properties":${JSON.stringify(properties)}${rest.join("")}}`;
}
