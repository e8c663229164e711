/** Lambda sets the Region in the environment of the function, so the SDK never reads the metadata of an EC2 instance. */
export const getInstanceMetadataRegion = async () => undefined;
