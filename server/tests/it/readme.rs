//! The README says what the program says.

use clap::CommandFactory;
use server::config::Cli;

#[test]
fn the_readme_holds_the_help() {
    let readme = include_str!("../../../README.md");
    let mut opina = Cli::command().term_width(100);
    opina.build();
    let check = |command: &mut clap::Command| {
        let help = command.render_help().to_string();
        let help: Vec<&str> = help.lines().map(str::trim_end).collect();
        let help = help.join("\n");
        assert!(readme.contains(help.trim()), "paste this into README.md:\n{help}");
    };
    check(&mut opina);
    check(opina.find_subcommand_mut("serve").expect("there is such a command"));
}
