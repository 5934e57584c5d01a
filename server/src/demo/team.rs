//! What the demo's team did about comments: what is old is done, the last days wait, and between them is the work.

use crate::{
    access::Role,
    clock::HOUR,
    db::{
        comment_loop::{self, By, Edit, Handling, Order},
        comments::{self, Key, Listed, Readable, Wanted},
        connection::AnyConnection,
        journey, members,
    },
    inbox::{
        Status,
        filter::{Filter, Tab},
    },
};
use diesel::QueryResult;
use std::collections::BTreeSet;

/// Nobody has looked at the comments of the last two days.
const WAITING: i64 = 48 * HOUR;
/// The team works on so many comments, from the latest it has looked at; what is older is done.
const IN_WORK: i64 = 240;
/// The most older ones that are marked as done.
const MOST: i64 = 20_000;

/// What the team made of unhappy customers' comments at a place: the cause, a tag, and what somebody noted.
struct Finding {
    place: &'static str,
    cause: &'static str,
    tag: &'static str,
    note: &'static str,
}

const FINDINGS: [Finding; 6] = [
    Finding {
        place: "Checkout",
        cause: "Shipping shown too late",
        tag: "shipping cost",
        note: "Product wants the cost on the product page. Ask again in four weeks.",
    },
    Finding {
        place: "Shipping costs",
        cause: "Shipping shown too late",
        tag: "shipping cost",
        note: "Same cause as at the checkout.",
    },
    Finding {
        place: "Call centre",
        cause: "Too few agents at noon",
        tag: "waiting",
        note: "Two more people from 12 to 15 h since last month.",
    },
    Finding {
        place: "Compare plans",
        cause: "Warranty is hard to find",
        tag: "content",
        note: "New table with warranty and returns is being written.",
    },
    Finding {
        place: "Invoice e-mail",
        cause: "Invoice without order number",
        tag: "invoice",
        note: "Billing adds it with the next release.",
    },
    Finding {
        place: "Help centre",
        cause: "Search misses words of customers",
        tag: "content",
        note: "Synonyms added for the ten most frequent words.",
    },
];

/// Has the first member who may do something about the comments of the demo's site before `now`.
///
/// # Errors
/// When a query fails. Run it in a transaction: it writes a lot.
pub(super) fn handle(connection: &mut AnyConnection, site_id: i64, now: i64) -> QueryResult<()> {
    let members = members::of_site(connection, site_id)?;
    let Some(member) = members.iter().find(|member| member.role >= Role::Editor) else { return Ok(()) };
    let (admin_id, readable) = (member.admin_id, Readable::of(connection, site_id)?);
    let map = journey::map(connection, site_id)?;
    let filter = Filter { tab: Tab::One(Status::New), ..Filter::default() };
    let wanted = Wanted { site_id, admin_id, readable: &readable, filter: &filter, since: None, until: now - WAITING };
    for (place, comment) in (0..).zip(comments::page(connection, wanted, None, IN_WORK)?) {
        let name = map.touchpoint(comment.touchpoint_id).map(|touchpoint| touchpoint.name.as_str());
        let finding = FINDINGS.iter().find(|finding| is_unhappy(&comment) && Some(finding.place) == name);
        let edit = edit(place, admin_id, finding);
        let by = By { admin_id, at: (comment.received_at + 20 * HOUR).min(now) };
        comment_loop::save(connection, site_id, &comment.key, &edit, by)?;
    }
    let older = comments::keys(connection, wanted, MOST)?;
    let (unanswered, solved): (Vec<(usize, Key)>, _) =
        older.into_iter().enumerate().partition(|(place, _)| place.is_multiple_of(3));
    for (keys, status) in [(unanswered, Status::Aside), (solved, Status::Solved)] {
        let keys: Vec<Key> = keys.into_iter().map(|(_, key)| key).collect();
        comment_loop::change(connection, site_id, &keys, &Order::Status(status), By { admin_id, at: now - WAITING })?;
    }
    Ok(())
}

fn is_unhappy(comment: &Listed) -> bool {
    comment.score.is_some_and(|(metric, point)| point < metric.cuts()[0])
}

/// What becomes of the comment at this place of the list.
fn edit(place: usize, admin_id: i64, finding: Option<&Finding>) -> Edit {
    let status = match (finding, place % 5) {
        (Some(_), 0 | 1) => Status::Working,
        (Some(_), 2) => Status::Seen,
        (Some(_), _) => Status::Solved,
        (None, 0) => Status::Seen,
        (None, 1 | 2) => Status::Aside,
        (None, _) => Status::Solved,
    };
    let tags = finding.iter().map(|finding| finding.tag.to_owned()).collect::<BTreeSet<String>>();
    let cause = finding.map(|finding| finding.cause.to_owned());
    let owner = (finding.is_some() || status == Status::Seen).then_some(admin_id);
    let note = finding.filter(|_| place.is_multiple_of(3)).map(|finding| finding.note.to_owned());
    Edit { revision: 0, handling: Handling { status, owner, cause, tags }, note }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::places::PLACES;

    #[test]
    fn findings_are_about_places_there_are() {
        for finding in &FINDINGS {
            assert!(PLACES.iter().any(|place| place.name == finding.place), "{}", finding.place);
            for label in [finding.cause, finding.tag] {
                assert_eq!(crate::inbox::label(label).as_deref(), Some(label));
            }
        }
    }
}
