/** What goes onto a page: lines of the table `[from, to)`, and whether the sums and what follows them do. */
export interface PageContent {
  readonly from: number;
  readonly to: number;
  readonly hasSums: boolean;
}

export interface PagesToFill {
  /** Heights of the table's lines. */
  readonly rows: readonly number[];
  /** Height of the sums and what follows them, with the space above. */
  readonly sums: number;
  /** Room for lines and sums on the first page and on those that follow, below the table's head. */
  readonly firstRoom: number;
  readonly nextRoom: number;
}

/** The sums come with this many lines, so that they do not stand on a page of their own. */
const LINES_WITH_SUMS = 2;

/**
 * Lays the lines and the sums after them onto pages. No line is split, nor are the sums; a line too high for any page has
 * a page to itself. Sums that do not fit below the last line take the last lines along to the next page, as far as a line
 * stays behind and there is room.
 */
export function paginate({ rows, sums, firstRoom, nextRoom }: PagesToFill): PageContent[] {
  const pages: { from: number; to: number; hasSums: boolean }[] = [];
  let page = { from: 0, to: 0, hasSums: false };
  let left = firstRoom;
  rows.forEach((height, row) => {
    if (height > left && page.to > page.from) {
      pages.push(page);
      page = { from: row, to: row, hasSums: false };
      left = nextRoom;
    }
    page.to = row + 1;
    left -= height;
  });
  if (sums > left) {
    let room = nextRoom - sums;
    let from = page.to;
    while (page.to - from < LINES_WITH_SUMS && from - 1 > page.from && (rows[from - 1] ?? 0) <= room) {
      from -= 1;
      room -= rows[from] ?? 0;
    }
    pages.push({ ...page, to: from });
    page = { from, to: page.to, hasSums: false };
  }
  return [...pages, { ...page, hasSums: true }];
}
