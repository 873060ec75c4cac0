export const NFS_CONF = '/etc/nfs.conf.d/enjambre.conf';

/** Settings of the NFS server beside those of /etc/nfs.conf. */
export const NFS_CONF_TEXT = `# Written by enjambre: NFS version 4 alone, which needs one port (2049) and no other service.
[nfsd]
vers3=n
`;
