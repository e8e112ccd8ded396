/** The middle of several measurements, by one of their figures. */
export function middle<Item>(items: readonly Item[], by: (item: Item) => number): Item {
  return items.toSorted((a, b) => by(a) - by(b))[items.length >> 1] as Item;
}
