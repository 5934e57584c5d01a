//! A disk that is small enough to fill. Needs the right to mount one, which not every machine gives.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// A small disk in memory, gone when it is dropped.
pub struct SmallDisk {
    /// Where it is.
    pub folder: PathBuf,
}

impl SmallDisk {
    /// One of so many MiB; none where mounting is refused.
    pub fn mount(folder: &Path, size: u32) -> Option<Self> {
        fs::create_dir_all(folder).expect("the target folder can be written");
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &format!("size={size}m"), "opina-soak"]).arg(folder);
        let mounted = mount.stderr(Stdio::null()).status();
        mounted.is_ok_and(|status| status.success()).then(|| Self { folder: folder.to_owned() })
    }

    /// Fills it to the last byte.
    pub fn fill(&self) {
        let mut ballast = File::create(self.ballast()).expect("there is room for a name");
        let full = loop {
            if let Err(error) = ballast.write(&[1; 64 * 1024]) {
                break error;
            }
        };
        assert_eq!(full.kind(), io::ErrorKind::StorageFull, "{full}");
    }

    /// Gives the room back.
    pub fn clear(&self) {
        fs::remove_file(self.ballast()).expect("the ballast is there");
    }

    fn ballast(&self) -> PathBuf {
        self.folder.join("ballast")
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // What is left mounted is seen by whoever looks, and stands in nobody's way.
        let _ = Command::new("umount").arg(&self.folder).status();
    }
}
