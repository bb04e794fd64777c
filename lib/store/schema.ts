/** Names of the table's attributes and index. The CDK app and the local deployment create the table from these. */
export const tableSchema = {
  partitionKey: 'pk',
  sortKey: 'sk',
  /** Epoch seconds; DynamoDB deletes the item some time after. Readers always compare it themselves. */
  ttl: 'ttl',
  /** Sparse, keys only: account items alone carry its keys. Lists every account in the order of creation. */
  listingIndex: { name: 'listing', partitionKey: 'listing', sortKey: 'listed' },
} as const;
