/** Saves what AWS would keep beside the table; does nothing for a deployment whose data is not kept. */
export interface Keeper {
  /** In case this process is killed. */
  save(): void;
  /** In case the machine fails, too; this takes longer. */
  saveToDisk(): void;
}
