/** Who a topic says a reading belongs to. */
export interface TopicOwner {
  readonly areaCode: string;
  readonly enterpriseId: string;
  readonly tagId: string;
}

/** Reads `gas/{area_code}/{enterprise}/{tag}`; null when a topic is anything else. */
export function parseTopic(topic: string): TopicOwner | null {
  const [root, areaCode, enterpriseId, tagId, ...rest] = topic.split("/");
  if (root !== "gas" || !areaCode || !enterpriseId || !tagId || rest.length > 0) return null;
  return { areaCode, enterpriseId, tagId };
}
