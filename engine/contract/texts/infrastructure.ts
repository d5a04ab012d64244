import type { Texts } from './texts.ts';

/** Filters and fields of zones, pods, clusters, networks and storage that need more than their name. */
export const infrastructureTexts: Texts = {
  fields: {
    showcapacities: 'Whether each row has its capacity.',
    capacity: 'How much of each kind is used and there is.',
    clustertype: 'The kind of the cluster.',
    managedstate: 'Whether the cluster is managed.',
    dhcpprovider: 'Who answers DHCP.',
    ismultiarch: 'Whether hosts are of several processor architectures.',
    isnsxenabled: 'Whether a network controller is driven.',
    routedmodeenabled: 'Whether guest networks are routed.',
    ipranges: 'The ranges of addresses that are set aside for it.',
    events: 'What may happen to the state now.',
    capabilities: 'What the hypervisor can do.',
    disconnected: 'Since when it has not answered.',
    username: 'Who Benchtop is on the machine.',
    acltype: 'Whether one account or a whole domain may use it.',
    subdomainaccess: 'Whether the domains below may use it.',
    canusefordeploy: 'Whether the caller may deploy into it.',
    related: 'The network that it is made of.',
    service: 'The services that it has.',
    managed: 'Whether a storage array is managed.',
    protocol: 'How the storage is reached.',
    readonly: 'Whether nothing is written there.',
    status: 'The state.',
    resourcetype: 'The kind of thing.',
    availability: 'Whether networks must be of it.',
    broadcastdomainrange: 'How far the physical network reaches.',
  },
};
