// fusenfs: an NFSv3 client as a FUSE file system, for test machines whose kernel has no NFS client.
// Usage: fusenfs [-o mount options] server:/export directory
// It answers `mount -t nfs` through the mount.nfs script beside it, so that the product's own command runs unchanged and real
// NFS packets reach a real server. It is one thread on one connection: a server that hangs hangs the mount, as a hard mount does;
// with `soft` a call fails after timeo × retrans instead. Not covered: locks between clients, NFSv4, the kernel's cache rules.
#define FUSE_USE_VERSION 31
#include <errno.h>
#include <fcntl.h>
#include <fuse.h>
#include <nfsc/libnfs.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>

static struct nfs_context *nfs;
static const char *server, *export_path;
static int timeout_ms = -1; // no limit: a hard mount

static struct nfs_context *connect_export(void) {
  struct nfs_context *context = nfs_init_context();
  if (!context) return NULL;
  nfs_set_version(context, 3);
  nfs_set_uid(context, 0);
  nfs_set_gid(context, 0);
  nfs_set_autoreconnect(context, -1);
  if (timeout_ms > 0) nfs_set_timeout(context, timeout_ms);
  if (nfs_mount(context, server, export_path) == 0) return context;
  fprintf(stderr, "mount.nfs: %s:%s: %s\n", server, export_path, nfs_get_error(context));
  nfs_destroy_context(context);
  return NULL;
}

static struct nfsfh *handle_of(struct fuse_file_info *info) { return (struct nfsfh *)(uintptr_t)info->fh; }
static int has_handle(struct fuse_file_info *info) { return info && info->fh; }

static void *on_init(struct fuse_conn_info *connection, struct fuse_config *config) {
  config->use_ino = 1;
  // Other clients change files too (migration): nothing about them may be remembered.
  config->attr_timeout = config->entry_timeout = config->negative_timeout = 0;
  config->hard_remove = 1;
  connection->max_write = 128 * 1024;
  // libnfs contexts do not survive the fork into the background, hence the second connection.
  nfs = connect_export();
  if (!nfs) exit(32);
  return NULL;
}

static int on_getattr(const char *path, struct stat *out, struct fuse_file_info *info) {
  struct nfs_stat_64 in;
  int result = has_handle(info) ? nfs_fstat64(nfs, handle_of(info), &in) : nfs_lstat64(nfs, path, &in);
  if (result < 0) return result;
  memset(out, 0, sizeof *out);
  out->st_dev = in.nfs_dev;
  out->st_ino = in.nfs_ino;
  out->st_mode = in.nfs_mode;
  out->st_nlink = in.nfs_nlink;
  out->st_uid = in.nfs_uid;
  out->st_gid = in.nfs_gid;
  out->st_rdev = in.nfs_rdev;
  out->st_size = in.nfs_size;
  out->st_blksize = in.nfs_blksize;
  out->st_blocks = (in.nfs_used + 511) / 512; // sparse disks must look sparse
  out->st_atim = (struct timespec){in.nfs_atime, in.nfs_atime_nsec};
  out->st_mtim = (struct timespec){in.nfs_mtime, in.nfs_mtime_nsec};
  out->st_ctim = (struct timespec){in.nfs_ctime, in.nfs_ctime_nsec};
  return 0;
}

static int on_readdir(const char *path, void *buffer, fuse_fill_dir_t fill, off_t offset, struct fuse_file_info *info,
                      enum fuse_readdir_flags flags) {
  (void)offset, (void)info, (void)flags;
  struct nfsdir *directory;
  struct nfsdirent *entry;
  int result = nfs_opendir(nfs, path, &directory);
  if (result < 0) return result;
  while ((entry = nfs_readdir(nfs, directory))) fill(buffer, entry->name, NULL, 0, 0);
  nfs_closedir(nfs, directory);
  return 0;
}

static int on_open(const char *path, struct fuse_file_info *info) {
  struct nfsfh *handle;
  int result = nfs_open(nfs, path, info->flags & (O_ACCMODE | O_TRUNC), &handle);
  if (result < 0) return result;
  info->fh = (uintptr_t)handle;
  info->direct_io = 1; // QEMU's cache=none must reach the server
  return 0;
}

static int give_to_caller(const char *path) {
  struct fuse_context *caller = fuse_get_context();
  return caller->uid == 0 && caller->gid == 0 ? 0 : nfs_chown(nfs, path, caller->uid, caller->gid);
}

static int on_create(const char *path, mode_t mode, struct fuse_file_info *info) {
  struct nfsfh *handle;
  int result = nfs_creat(nfs, path, mode & 07777, &handle);
  if (result < 0) return result;
  result = give_to_caller(path);
  if (result < 0) {
    nfs_close(nfs, handle);
    return result;
  }
  info->fh = (uintptr_t)handle;
  info->direct_io = 1;
  return 0;
}

static int on_mkdir(const char *path, mode_t mode) {
  int result = nfs_mkdir2(nfs, path, mode & 07777);
  return result < 0 ? result : give_to_caller(path);
}

// The server limits one call's size, so a large request is several calls.
static int on_read(const char *path, char *buffer, size_t size, off_t offset, struct fuse_file_info *info) {
  (void)path;
  size_t done = 0;
  while (done < size) {
    int count = nfs_pread(nfs, handle_of(info), offset + done, size - done, buffer + done);
    if (count < 0) return count;
    if (count == 0) break;
    done += count;
  }
  return done;
}

static int on_write(const char *path, const char *buffer, size_t size, off_t offset, struct fuse_file_info *info) {
  (void)path;
  size_t done = 0;
  while (done < size) {
    int count = nfs_pwrite(nfs, handle_of(info), offset + done, size - done, (void *)(buffer + done));
    if (count < 0) return count;
    done += count;
  }
  return done;
}

static int on_fsync(const char *path, int data_only, struct fuse_file_info *info) {
  (void)path, (void)data_only;
  return nfs_fsync(nfs, handle_of(info));
}

static int on_release(const char *path, struct fuse_file_info *info) {
  (void)path;
  return nfs_close(nfs, handle_of(info));
}

static int on_truncate(const char *path, off_t size, struct fuse_file_info *info) {
  return has_handle(info) ? nfs_ftruncate(nfs, handle_of(info), size) : nfs_truncate(nfs, path, size);
}

static int on_chown(const char *path, uid_t uid, gid_t gid, struct fuse_file_info *info) {
  (void)info;
  struct nfs_stat_64 now;
  int result = nfs_lstat64(nfs, path, &now);
  if (result < 0) return result;
  return nfs_lchown(nfs, path, uid == (uid_t)-1 ? now.nfs_uid : uid, gid == (gid_t)-1 ? now.nfs_gid : gid);
}

static int on_utimens(const char *path, const struct timespec wanted[2], struct fuse_file_info *info) {
  (void)info;
  struct timeval times[2];
  struct nfs_stat_64 now;
  int result = nfs_lstat64(nfs, path, &now);
  if (result < 0) return result;
  for (int i = 0; i < 2; i++) {
    struct timespec time = wanted[i];
    if (time.tv_nsec == UTIME_NOW) clock_gettime(CLOCK_REALTIME, &time);
    if (time.tv_nsec == UTIME_OMIT)
      time = i == 0 ? (struct timespec){now.nfs_atime, now.nfs_atime_nsec} : (struct timespec){now.nfs_mtime, now.nfs_mtime_nsec};
    times[i] = (struct timeval){time.tv_sec, time.tv_nsec / 1000};
  }
  return nfs_utimes(nfs, path, times);
}

static int on_rename(const char *from, const char *to, unsigned flags) { return flags ? -EINVAL : nfs_rename(nfs, from, to); }
static int on_chmod(const char *path, mode_t mode, struct fuse_file_info *info) { return (void)info, nfs_chmod(nfs, path, mode & 07777); }
static int on_readlink(const char *path, char *buffer, size_t size) { return nfs_readlink(nfs, path, buffer, size); }
static int on_link(const char *from, const char *to) { return nfs_link(nfs, from, to); }
static int on_symlink(const char *target, const char *path) { return nfs_symlink(nfs, target, path); }
static int on_unlink(const char *path) { return nfs_unlink(nfs, path); }
static int on_rmdir(const char *path) { return nfs_rmdir(nfs, path); }
static int on_statfs(const char *path, struct statvfs *out) { return nfs_statvfs(nfs, path, out); }

static const struct fuse_operations operations = {
    .init = on_init,         .getattr = on_getattr,   .readdir = on_readdir, .open = on_open,     .create = on_create,
    .read = on_read,         .write = on_write,       .fsync = on_fsync,     .release = on_release, .truncate = on_truncate,
    .mkdir = on_mkdir,       .unlink = on_unlink,     .rmdir = on_rmdir,     .rename = on_rename, .link = on_link,
    .symlink = on_symlink,   .readlink = on_readlink, .chmod = on_chmod,     .chown = on_chown,   .utimens = on_utimens,
    .statfs = on_statfs,
};

// NFS mount options: `soft`, `timeo` (tenths of a second), `retrans` (tries) and `ro` mean something here; others are accepted.
static int read_options(char *options) {
  int soft = 0, read_only = 0, deciseconds = 600, tries = 2;
  for (char *option = strtok(options, ","); option; option = strtok(NULL, ",")) {
    if (!strcmp(option, "soft")) soft = 1;
    if (!strcmp(option, "ro")) read_only = 1;
    sscanf(option, "timeo=%d", &deciseconds);
    sscanf(option, "retrans=%d", &tries);
  }
  if (soft && deciseconds > 0 && deciseconds <= 6000 && tries > 0 && tries <= 10) timeout_ms = deciseconds * 100 * tries;
  return read_only;
}

int main(int count, char **words) {
  int read_only = 0, next = 1;
  if (count > 3 && !strcmp(words[1], "-o")) {
    read_only = read_options(words[2]);
    next = 3;
  }
  if (count - next != 2) {
    fprintf(stderr, "usage: %s [-o options] server:/export directory\n", words[0]);
    return 1;
  }
  const char *source = words[next], *colon = strchr(source, ':');
  if (!colon) {
    fprintf(stderr, "mount.nfs: %s is not server:/export\n", source);
    return 1;
  }
  server = strndup(source, colon - source);
  export_path = colon + 1;
  // A refused mount must fail here, where the caller still sees the message and the status, not in the background.
  struct nfs_context *trial = connect_export();
  if (!trial) return 32;
  nfs_destroy_context(trial);

  char options[4200];
  snprintf(options, sizeof options, "%s,allow_other,default_permissions,dev,suid,fsname=%s,subtype=nfs", read_only ? "ro" : "rw", source);
  char *arguments[] = {words[0], words[next + 1], "-s", "-o", options, NULL};
  return fuse_main(5, arguments, &operations, NULL);
}
