/** Names of the table's attributes and indexes. The CDK app and the local deployment create the table from these. */
export const tableSchema = {
  partitionKey: 'pk',
  sortKey: 'sk',
  /** Epoch seconds; DynamoDB deletes the item some time after. Readers always compare it themselves. */
  ttl: 'ttl',
  /** Sparse, keys only: an index holds just the items that carry its keys. */
  indexes: {
    /** Account items: every account in the order of creation. */
    listing: { name: 'listing', partitionKey: 'listing', sortKey: 'listed' },
    /** Subscriptions and invitations with a date on which the roll-over has to look at them, and orders half delivered. */
    due: { name: 'due', partitionKey: 'dueShard', sortKey: 'due' },
  },
} as const;
