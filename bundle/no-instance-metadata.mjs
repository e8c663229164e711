/** Lambda sets the Region in the environment of the function: the metadata of an EC2 instance is never read. */
export const getInstanceMetadataRegion = async () => undefined;
